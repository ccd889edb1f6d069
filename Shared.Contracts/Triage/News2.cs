using Shared.Contracts.Consults;

namespace Shared.Contracts.Triage;

/// <summary>The National Early Warning Score 2 of an adult who is not pregnant.</summary>
/// <remarks>
/// Royal College of Physicians. National Early Warning Score (NEWS) 2. London: RCP, 2017. Oxygen by scale 1: scale 2 is for patients whose
/// doctor has set their target, which a health centre does not know. What a score asks for is the programme's proposal: 7 and more is the
/// emergency, 5 or 6 or any single 3 is for today.
/// </remarks>
internal static class News2
{
    private const int High = 7;
    private const int Medium = 5;
    private const int Extreme = 3;

    // Points up to and including each bound; the last holds for everything above.
    private static readonly (string Name, Func<Vitals, decimal?> Of, (decimal UpTo, int Points)[] Bands)[] Scales =
    [
        ("respiratoryRate", v => v.RespiratoryRate, [(8, 3), (11, 1), (20, 0), (24, 2), (decimal.MaxValue, 3)]),
        ("spo2", v => v.Spo2, [(91, 3), (93, 2), (95, 1), (decimal.MaxValue, 0)]),
        ("systolic", v => v.Systolic, [(90, 3), (100, 2), (110, 1), (219, 0), (decimal.MaxValue, 3)]),
        ("pulse", v => v.Pulse, [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (decimal.MaxValue, 3)]),
        ("temperatureC", v => v.TemperatureC, [(35.0m, 3), (36.0m, 1), (38.0m, 0), (39.0m, 1), (decimal.MaxValue, 2)]),
    ];

    public static Assessment Assess(Vitals vitals)
    {
        (string Name, decimal? Value, int? Points)[] points =
        [
            .. Scales.Select(scale => (scale.Name, scale.Of(vitals), PointsOf(scale.Of(vitals), scale.Bands))),
            ("consciousness", null, vitals.Consciousness switch { null => null, Consciousness.Alert => 0, _ => Extreme }),
            ("onOxygen", null, vitals.OnOxygen switch { null => null, true => 2, false => 0 }),
        ];
        var known = points.Sum(p => p.Points ?? 0);

        // What was taken can already be grave: a missing input only adds to it.
        var flags = new List<RedFlag>();
        if (known >= High) flags.Add(new("news2-high", Urgency.Stat));
        else if (known >= Medium) flags.Add(new("news2-medium", Urgency.Urgent));
        flags.AddRange(points.Where(p => p.Points == Extreme).Select(p => new RedFlag("news2-extreme", Urgency.Urgent, p.Name, p.Value)));
        flags.AddRange(RedFlags.OfSigns(vitals, PatientGroup.Adult));

        return new Assessment
        {
            Group = PatientGroup.Adult,
            Score = points.All(p => p.Points is not null) ? known : null,
            Missing = RedFlags.Missing(vitals, [.. points.Select(p => p.Name), "dangerSigns"]),
            Flags = flags,
        };
    }

    private static int? PointsOf(decimal? value, (decimal UpTo, int Points)[] bands) => value is { } taken ? bands.First(band => taken <= band.UpTo).Points : null;
}
