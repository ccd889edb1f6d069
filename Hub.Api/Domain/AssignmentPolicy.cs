using Shared.Contracts.Consults;
using Shared.Contracts.Directory;

namespace Hub.Api.Domain;

/// <summary>How consults are held out to doctors (section <c>Assignment</c>).</summary>
public sealed class AssignmentOptions
{
    public const string Section = "Assignment";

    /// <summary>Hubs that offer each consult to one doctor after the other. At the others doctors take what comes first themselves; emergencies are offered everywhere.</summary>
    public IReadOnlyList<string> Push { get; init; } = [];

    /// <summary>Consults a doctor holds at once where no roster says how many.</summary>
    public int Capacity { get; init; } = 5;
}

/// <summary>A doctor on duty, as things stand.</summary>
/// <param name="Holds">Consults held and offers that stand.</param>
/// <param name="Today">Consults taken since midnight.</param>
public sealed record Candidate(string PractitionerCode, IReadOnlyList<string> Specialties, int Holds, int Capacity, int Today);

/// <summary>What is to be given to somebody.</summary>
/// <param name="Named">By a colleague, or who answered before; null when nobody is.</param>
/// <param name="Passed">Doctors who declined it or let an offer of it lapse.</param>
public sealed record Assignable(string Specialty, Urgency Urgency, string? Named, IReadOnlySet<string> Passed);

/// <summary>Who is offered a consult. Pure: the simulator and the hub use the same one.</summary>
public static class AssignmentPolicy
{
    /// <summary>A consult that needs no specialist is any doctor's, and an emergency is also general medicine's.</summary>
    public static bool Answers(IReadOnlyList<string> specialties, string specialty, Urgency urgency) =>
        specialty == Specialty.GeneralConsult || specialties.Contains(specialty) || (urgency == Urgency.Stat && specialties.Contains(Specialty.GeneralMedicine));

    /// <summary>Whoever answers it and has room; an emergency asks for no room. Who passed is asked again only when nobody else is left.</summary>
    public static IReadOnlyList<Candidate> Eligible(Assignable consult, IEnumerable<Candidate> onDuty)
    {
        IReadOnlyList<Candidate> able = [.. onDuty.Where(d => Answers(d.Specialties, consult.Specialty, consult.Urgency) && (consult.Urgency == Urgency.Stat || d.Holds < d.Capacity))];
        IReadOnlyList<Candidate> fresh = [.. able.Where(d => !consult.Passed.Contains(d.PractitionerCode))];
        return fresh.Count > 0 ? fresh : able;
    }

    /// <summary>
    /// To whom it is offered now: of an emergency everybody eligible; else one: who is named, unless more than one above the least loaded, then
    /// the least loaded, then who has had fewest today.
    /// </summary>
    public static IReadOnlyList<Candidate> Choose(Assignable consult, IEnumerable<Candidate> onDuty)
    {
        var eligible = Eligible(consult, onDuty);
        if (consult.Urgency == Urgency.Stat || eligible.Count == 0) return eligible;
        var least = eligible.Min(d => d.Holds);
        if (consult.Named is { } named && !consult.Passed.Contains(named) && eligible.FirstOrDefault(d => d.PractitionerCode == named) is { } known && known.Holds <= least + 1) return [known];
        return [eligible.OrderBy(d => d.Holds).ThenBy(d => d.Today).ThenBy(d => d.PractitionerCode, StringComparer.Ordinal).First()];
    }

    /// <summary>How long an offer stands before it goes to the next.</summary>
    public static TimeSpan Stands(Urgency urgency) => TimeSpan.FromMinutes(urgency switch { Urgency.Stat or Urgency.Asap => 5, Urgency.Urgent => 10, _ => 15 });
}
