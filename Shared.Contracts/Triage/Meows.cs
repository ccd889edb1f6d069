using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>Early warning in pregnancy and for six weeks after: one red or two yellow values, and the Government of India's red flags.</summary>
/// <remarks>
/// Chart: Saving Mothers' Lives 2003-2005 (CEMACH), as validated in Singh S et al., Anaesthesia 2012;67:12-18; confusion counts as "voice".
/// Red flags: Government of India antenatal guidance. Which red value is an emergency is the programme's proposal. Needs clinical sign-off.
/// </remarks>
internal static class Meows
{
    private const decimal HalfTime = 20;

    private enum Colour
    {
        White,
        Yellow,
        Red,
    }

    private static readonly (string Name, Func<Vitals, decimal?> Of, Func<decimal, Colour> Colour, Urgency WhenRed)[] Chart =
    [
        ("respiratoryRate", v => v.RespiratoryRate, x => x is < 10 or > 30 ? Colour.Red : x > 20 ? Colour.Yellow : Colour.White, Urgency.Stat),
        ("spo2", v => v.Spo2, x => x < 95 ? Colour.Red : Colour.White, Urgency.Stat),
        ("temperatureC", v => v.TemperatureC, x => x is < 35 or > 38 ? Colour.Red : x <= 36 ? Colour.Yellow : Colour.White, Urgency.Urgent),
        ("systolic", v => v.Systolic, x => x is < 90 or > 160 ? Colour.Red : x is <= 100 or >= 150 ? Colour.Yellow : Colour.White, Urgency.Stat),
        ("diastolic", v => v.Diastolic, x => x > 100 ? Colour.Red : x >= 90 ? Colour.Yellow : Colour.White, Urgency.Urgent),
        ("pulse", v => v.Pulse, x => x is < 40 or > 120 ? Colour.Red : x is <= 50 or >= 100 ? Colour.Yellow : Colour.White, Urgency.Urgent),
        ("pain", v => v.Pain, x => x >= 2 ? Colour.Yellow : Colour.White, Urgency.Urgent),
    ];

    public static Assessment Assess(Vitals vitals, Pregnancy pregnancy)
    {
        (string Name, decimal? Value, Colour? Colour, Urgency WhenRed)[] values =
        [
            .. Chart.Select(row => (row.Name, row.Of(vitals), row.Of(vitals) is { } value ? row.Colour(value) : (Colour?)null, row.WhenRed)),
            ("consciousness", null, Neuro(vitals.Consciousness), Urgency.Stat),
        ];

        var flags = values.Where(v => v.Colour == Colour.Red).Select(v => new RedFlag("meows-red", v.WhenRed, v.Name, v.Value)).ToList();
        if (flags.Count == 0 && values.Count(v => v.Colour == Colour.Yellow) >= 2) flags.Add(new("meows-yellow", Urgency.Urgent));
        flags.AddRange(AntenatalFlags(vitals, pregnancy));
        flags.AddRange(RedFlags.OfSigns(vitals, PatientGroup.Pregnant));

        return new Assessment
        {
            Group = PatientGroup.Pregnant,
            Missing = RedFlags.Missing(vitals, [.. values.Select(v => v.Name), "dangerSigns"]),
            Flags = flags,
        };
    }

    private static IEnumerable<RedFlag> AntenatalFlags(Vitals vitals, Pregnancy pregnancy)
    {
        if (vitals is { Systolic: >= 160 } or { Diastolic: >= 110 }) yield return new("pregnancy-severe-hypertension", Urgency.Stat);
        // Raised pressure of early pregnancy is older than the pregnancy; an unknown week is taken for a late one.
        else if (pregnancy.GestationWeeks is not < HalfTime && vitals is { Systolic: >= 140 } or { Diastolic: >= 90 })
            yield return new("pregnancy-hypertension", Urgency.Urgent);
        if (vitals.HaemoglobinGDl < 7) yield return new("pregnancy-severe-anaemia", Urgency.Urgent, "haemoglobinGDl", vitals.HaemoglobinGDl);
    }

    private static Colour? Neuro(Consciousness? awake) => awake switch
    {
        null => null,
        Consciousness.Alert => Colour.White,
        Consciousness.Confusion or Consciousness.Voice => Colour.Yellow,
        _ => Colour.Red,
    };
}
