using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>Children from 5 to under 16: danger signs, alertness and oxygen. Usual ranges (APLS) are for the eye only and never a score.</summary>
/// <remarks>Oxygen under 90 % is WHO's limit for giving oxygen; under 94 % is for today. The programme's proposal, to be signed off.</remarks>
internal static class OlderChildren
{
    public static Assessment Assess(Vitals vitals) => new()
    {
        Group = PatientGroup.OlderChild,
        Missing = RedFlags.Missing(vitals, "respiratoryRate", "spo2", "pulse", "temperatureC", "consciousness", "dangerSigns"),
        Flags = [.. Flags(vitals)],
    };

    private static IEnumerable<RedFlag> Flags(Vitals vitals)
    {
        if (vitals.Spo2 < 94) yield return new("low-oxygen", vitals.Spo2 < 90 ? Urgency.Stat : Urgency.Urgent, "spo2", vitals.Spo2);
        if (vitals.Consciousness is { } awake and not Consciousness.Alert) yield return new("not-alert", Urgency.Stat, "consciousness");
        foreach (var flag in RedFlags.OfSigns(vitals, PatientGroup.OlderChild)) yield return flag;
    }
}
