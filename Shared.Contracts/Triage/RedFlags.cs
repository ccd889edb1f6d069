using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>Chooses the rules by age and pregnancy, and proposes an urgency with its reasons. Pure; both sides ask it.</summary>
public static class RedFlags
{
    /// <param name="ageInDays">Null when not known: then only "age" is missing, and nothing is proposed.</param>
    /// <param name="pregnancy">Null for who is not pregnant and has not delivered within six weeks.</param>
    public static Assessment Assess(Vitals? vitals, int? ageInDays, Pregnancy? pregnancy)
    {
        var taken = vitals ?? new Vitals();
        return PatientGroups.Of(ageInDays, pregnancy) switch
        {
            null => new Assessment { Group = null, Missing = ["age"], Flags = [] },
            PatientGroup.Adult => News2.Assess(taken),
            PatientGroup.Pregnant => Meows.Assess(taken, pregnancy!),
            PatientGroup.OlderChild => OlderChildren.Assess(taken),
            var group => Imnci.Assess(taken, group.Value, ageInDays!.Value),
        };
    }

    internal static IEnumerable<RedFlag> OfSigns(Vitals vitals, PatientGroup group) => DangerSigns.For(group)
        .Where(sign => sign.Urgency > Urgency.Routine && vitals.DangerSigns?.Contains(sign.Code) is true)
        .Select(sign => new RedFlag("danger-sign", sign.Urgency, sign.Code));

    /// <summary>Those of the inputs, by their names in <see cref="Vitals"/>, that were not taken.</summary>
    internal static IReadOnlyList<string> Missing(Vitals vitals, params string[] inputs) => [.. inputs.Where(input => !IsTaken(vitals, input))];

    internal static bool IsTaken(Vitals vitals, string input) => input switch
    {
        "glucoseMgDl" => vitals.GlucoseMgDl is not null || vitals.GlucoseBeyond is not null,
        "consciousness" => vitals.Consciousness is not null,
        "onOxygen" => vitals.OnOxygen is not null,
        "pain" => vitals.Pain is not null,
        "dangerSigns" => vitals.DangerSigns is not null,
        _ => VitalRanges.All.Single(range => range.Field == input).Of(vitals) is not null,
    };
}
