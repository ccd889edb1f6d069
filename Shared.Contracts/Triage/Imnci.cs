using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>Danger signs of children under five. There is no score: one sign is enough.</summary>
/// <remarks>
/// IMNCI chart booklet (MoHFW, WHO India) with WHO's fast-breathing limits: 60 a minute under 2 months, 50 to under 12 months, 40 to under
/// 5 years. Editions differ in chest indrawing and in the young infant's temperature; here as the Indian one has them. Needs clinical sign-off.
/// </remarks>
internal static class Imnci
{
    private const decimal Month = 30.4375m;

    public static Assessment Assess(Vitals vitals, PatientGroup group, int ageInDays)
    {
        List<RedFlag> flags = [.. RedFlags.OfSigns(vitals, group), .. group == PatientGroup.YoungInfant ? YoungInfant(vitals) : Child(vitals, ageInDays / Month)];
        return new Assessment
        {
            Group = group,
            Missing = RedFlags.Missing(vitals, "respiratoryRate", "temperatureC", "dangerSigns"),
            Flags = flags,
        };
    }

    private static IEnumerable<RedFlag> YoungInfant(Vitals vitals)
    {
        if (vitals.RespiratoryRate >= 60) yield return new("fast-breathing", Urgency.Stat, "respiratoryRate", vitals.RespiratoryRate);
        if (vitals.TemperatureC >= 37.5m) yield return new("infant-fever", Urgency.Stat, "temperatureC", vitals.TemperatureC);
        if (vitals.TemperatureC < 35.5m) yield return new("infant-cold", Urgency.Stat, "temperatureC", vitals.TemperatureC);
        if (vitals.Spo2 < 90) yield return new("low-oxygen", Urgency.Stat, "spo2", vitals.Spo2);
    }

    private static IEnumerable<RedFlag> Child(Vitals vitals, decimal months)
    {
        if (vitals.RespiratoryRate >= (months < 12 ? 50 : 40)) yield return new("fast-breathing", Urgency.Urgent, "respiratoryRate", vitals.RespiratoryRate);
        if (vitals.Spo2 < 90) yield return new("low-oxygen", Urgency.Stat, "spo2", vitals.Spo2);
        if (months >= 6 && vitals.MuacCm < 11.5m) yield return new("severe-wasting", Urgency.Urgent, "muacCm", vitals.MuacCm);
        if (DehydrationSigns(vitals) >= 2) yield return new("severe-dehydration", Urgency.Stat);
    }

    private static int DehydrationSigns(Vitals vitals)
    {
        var signs = vitals.DangerSigns ?? [];
        return (signs.Contains(DangerSigns.Lethargic) ? 1 : 0) + (signs.Contains(DangerSigns.SunkenEyes) ? 1 : 0)
            + (signs.Contains(DangerSigns.NotAbleToDrink) || signs.Contains(DangerSigns.DrinksPoorly) ? 1 : 0) + (signs.Contains(DangerSigns.SlowSkinPinch) ? 1 : 0);
    }
}
