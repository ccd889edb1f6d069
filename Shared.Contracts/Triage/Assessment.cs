using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>What the rules say of one patient at one moment. It proposes; a person decides, and a decision against it is recorded.</summary>
public sealed record Assessment
{
    /// <summary>Null when the age is not known.</summary>
    public required PatientGroup? Group { get; init; }

    /// <summary>NEWS2, 0 to 20, of an adult with every input taken; null otherwise: a score with a gap is no score.</summary>
    public int? Score { get; init; }

    /// <summary>The inputs that were not taken, by the names of <see cref="Vitals"/>, in the order of the form; any of them makes it incomplete.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    public required IReadOnlyList<RedFlag> Flags { get; init; }

    /// <summary>The urgency of the gravest flag; null when nothing was found, which proposes nothing.</summary>
    public Urgency? Proposed => Flags.Count == 0 ? null : Flags.Max(flag => flag.Urgency);
}

/// <summary>A finding that asks for haste.</summary>
/// <param name="Code">Stable, such as <c>news2-high</c> or <c>danger-sign</c>.</param>
/// <param name="About">The vital sign, by its name in <see cref="Vitals"/>, or the code of the danger sign; null when it is about several.</param>
/// <param name="Value">What was measured, in the unit of <see cref="VitalRanges"/>.</param>
public sealed record RedFlag(string Code, Urgency Urgency, string? About = null, decimal? Value = null);
