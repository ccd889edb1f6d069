using Shared.Contracts.Consults;
using Shared.Contracts.Triage;

namespace Shared.Tests.Triage;

public sealed class RedFlagsTests
{
    private const int TwoYears = 731;
    private const int TenYears = 3653;
    private const int FortyYears = 14_610;

    private static readonly Vitals Well = new()
    {
        RespiratoryRate = 16,
        Spo2 = 98,
        OnOxygen = false,
        Systolic = 120,
        Diastolic = 80,
        Pulse = 72,
        Consciousness = Consciousness.Alert,
        TemperatureC = 36.8m,
        Pain = 0,
        DangerSigns = [],
    };

    // The vectors published with the programme's NEWS2 table.
    [TestCase(18, 97, false, 120, 72, Consciousness.Alert, 36.8, 0)]
    [TestCase(22, 93, false, 98, 112, Consciousness.Alert, 38.4, 9)]
    [TestCase(25, 91, true, 90, 131, Consciousness.Confusion, 39.1, 19)]
    [TestCase(8, 91, true, 90, 40, Consciousness.Unresponsive, 35.0, 20)]
    [TestCase(12, 96, false, 111, 51, Consciousness.Alert, 36.1, 0)]
    [TestCase(20, 96, false, 219, 90, Consciousness.Alert, 38.0, 0)]
    [TestCase(9, 94, false, 101, 41, Consciousness.Alert, 35.1, 5)]
    public void News2_scores_as_published(int breaths, int spo2, bool oxygen, int systolic, int pulse, Consciousness awake, double temperature, int score)
    {
        var vitals = Well with
        {
            RespiratoryRate = breaths,
            Spo2 = spo2,
            OnOxygen = oxygen,
            Systolic = systolic,
            Pulse = pulse,
            Consciousness = awake,
            TemperatureC = (decimal)temperature,
        };

        Assert.That(RedFlags.Assess(vitals, FortyYears, null).Score, Is.EqualTo(score));
    }

    private static readonly (string Name, Func<Vitals, Vitals> Without)[] Inputs =
    [
        ("respiratoryRate", v => v with { RespiratoryRate = null }), ("spo2", v => v with { Spo2 = null }), ("systolic", v => v with { Systolic = null }),
        ("pulse", v => v with { Pulse = null }), ("temperatureC", v => v with { TemperatureC = null }),
        ("consciousness", v => v with { Consciousness = null }), ("onOxygen", v => v with { OnOxygen = null }),
    ];

    [Test]
    public void No_set_of_missing_inputs_makes_a_score([Range(1, 127)] int gaps)
    {
        var missing = Inputs.Where((_, bit) => (gaps & (1 << bit)) != 0).ToArray();
        var vitals = missing.Aggregate(Well, (v, input) => input.Without(v));

        var found = RedFlags.Assess(vitals, FortyYears, null);

        Assert.That(found.Score, Is.Null);
        Assert.That(found.Missing, Is.EquivalentTo(missing.Select(m => m.Name)));
        Assert.That(found.Proposed, Is.Null);
    }

    [Test]
    public void A_missing_input_hides_the_score_but_not_an_emergency_that_is_plain_without_it()
    {
        var found = RedFlags.Assess(Well with { RespiratoryRate = 28, Spo2 = 90, Pulse = 134, TemperatureC = null }, FortyYears, null);

        Assert.That(found.Score, Is.Null);
        Assert.That(found.Proposed, Is.EqualTo(Urgency.Stat));
    }

    [Test]
    public void A_single_extreme_value_is_for_today_and_named()
    {
        var found = RedFlags.Assess(Well with { Systolic = 88 }, FortyYears, null);

        Assert.That(found.Flags, Is.EqualTo(new[] { new RedFlag("news2-extreme", Urgency.Urgent, "systolic", 88) }));
    }

    [TestCase(59, PatientGroup.YoungInfant)]
    [TestCase(60, PatientGroup.Child)]
    [TestCase(1826, PatientGroup.Child)]
    [TestCase(1827, PatientGroup.OlderChild)]
    [TestCase(5843, PatientGroup.OlderChild)]
    [TestCase(5844, PatientGroup.Adult)]
    public void Age_chooses_the_rules(int days, PatientGroup group) => Assert.That(RedFlags.Assess(Well, days, null).Group, Is.EqualTo(group));

    [Test]
    public void Pregnancy_comes_before_age() => Assert.That(RedFlags.Assess(Well, 15 * 365, new Pregnancy()).Group, Is.EqualTo(PatientGroup.Pregnant));

    [Test]
    public void Nobody_of_unknown_age_is_scored()
    {
        var found = RedFlags.Assess(Well with { Systolic = 60 }, null, null);

        Assert.That((found.Group, found.Score, found.Proposed), Is.EqualTo(((PatientGroup?)null, (int?)null, (Urgency?)null)));
        Assert.That(found.Missing, Is.EqualTo(new[] { "age" }));
    }

    [TestCase(139, 89, null)]
    [TestCase(140, 80, Urgency.Urgent)]
    [TestCase(130, 90, Urgency.Urgent)]
    [TestCase(160, 90, Urgency.Stat)]
    [TestCase(130, 110, Urgency.Stat)]
    public void Raised_pressure_after_20_weeks(int systolic, int diastolic, Urgency? urgency) =>
        Assert.That(RedFlags.Assess(Well with { Systolic = systolic, Diastolic = diastolic }, FortyYears, new Pregnancy { GestationWeeks = 34 }).Proposed, Is.EqualTo(urgency));

    [TestCase(12, null)]
    [TestCase(20, Urgency.Urgent)]
    [TestCase(null, Urgency.Urgent, Description = "an unknown week is taken for a late one")]
    public void Raised_pressure_counts_from_half_time(int? weeks, Urgency? urgency) =>
        Assert.That(RedFlags.Assess(Well with { Systolic = 142 }, FortyYears, new Pregnancy { GestationWeeks = weeks }).Proposed, Is.EqualTo(urgency));

    [Test]
    public void Two_yellow_values_in_pregnancy_are_for_today_and_one_is_nothing()
    {
        Assert.That(RedFlags.Assess(Well with { RespiratoryRate = 22 }, FortyYears, new Pregnancy()).Proposed, Is.Null);
        Assert.That(RedFlags.Assess(Well with { RespiratoryRate = 22, Pulse = 104 }, FortyYears, new Pregnancy()).Proposed, Is.EqualTo(Urgency.Urgent));
    }

    [TestCase("respiratoryRate", 31, Urgency.Stat)]
    [TestCase("spo2", 94, Urgency.Stat)]
    [TestCase("systolic", 89, Urgency.Stat)]
    [TestCase("temperatureC", 38.1, Urgency.Urgent)]
    [TestCase("pulse", 121, Urgency.Urgent)]
    [TestCase("haemoglobinGDl", 6.9, Urgency.Urgent)]
    public void One_red_value_in_pregnancy_is_named(string field, double value, Urgency urgency)
    {
        var found = RedFlags.Assess(With(Well, field, (decimal)value), FortyYears, new Pregnancy { GestationWeeks = 30 });

        Assert.That(found.Flags.Select(f => (f.About, f.Value, f.Urgency)), Is.EqualTo(new[] { (field, (decimal?)value, urgency) }));
    }

    [TestCase(59, 59, null)]
    [TestCase(59, 60, Urgency.Stat)]
    [TestCase(90, 49, null)]
    [TestCase(90, 50, Urgency.Urgent)]
    [TestCase(364, 50, Urgency.Urgent)]
    [TestCase(366, 39, null)]
    [TestCase(366, 40, Urgency.Urgent)]
    [TestCase(TwoYears, 40, Urgency.Urgent)]
    public void Fast_breathing_by_age(int days, int breaths, Urgency? urgency) =>
        Assert.That(RedFlags.Assess(Well with { RespiratoryRate = breaths, TemperatureC = 36.9m }, days, null).Proposed, Is.EqualTo(urgency));

    [TestCase(35.4, Urgency.Stat)]
    [TestCase(35.5, null)]
    [TestCase(37.4, null)]
    [TestCase(37.5, Urgency.Stat)]
    public void A_young_infant_who_is_hot_or_cold_is_an_emergency(double temperature, Urgency? urgency) =>
        Assert.That(RedFlags.Assess(Well with { RespiratoryRate = 40, TemperatureC = (decimal)temperature }, 30, null).Proposed, Is.EqualTo(urgency));

    [TestCase(Urgency.Stat, "lethargic-or-unconscious", "skin-pinch-very-slow")]
    [TestCase(Urgency.Stat, "sunken-eyes", "drinks-poorly")]
    [TestCase(null, "drinks-poorly")]
    [TestCase(null, "sunken-eyes")]
    public void Two_signs_of_dehydration_are_an_emergency(Urgency? urgency, params string[] signs)
    {
        var found = RedFlags.Assess(new Vitals { DangerSigns = signs }, TwoYears, null);

        Assert.That(found.Proposed, Is.EqualTo(urgency));
        Assert.That(found.Flags.Any(f => f.Code == "severe-dehydration"), Is.EqualTo(signs.Length == 2));
    }

    [TestCase(93, Urgency.Urgent)]
    [TestCase(89, Urgency.Stat)]
    [TestCase(94, null)]
    public void Oxygen_of_an_older_child(int spo2, Urgency? urgency) => Assert.That(RedFlags.Assess(Well with { Spo2 = spo2 }, TenYears, null).Proposed, Is.EqualTo(urgency));

    private static IEnumerable<TestCaseData> EverySign() =>
        from @group in Enum.GetValues<PatientGroup>()
        from sign in DangerSigns.For(@group)
        select new TestCaseData(@group, sign).SetArgDisplayNames($"{@group}", sign.Code);

    [TestCaseSource(nameof(EverySign))]
    public void A_ticked_danger_sign_proposes_its_urgency(PatientGroup group, DangerSign sign)
    {
        var found = RedFlags.Assess(new Vitals { DangerSigns = [sign.Code] }, DaysOf(group), group == PatientGroup.Pregnant ? new Pregnancy() : null);

        Assert.That(found.Proposed, Is.EqualTo(sign.Urgency == Urgency.Routine ? null : sign.Urgency));
        Assert.That(found.Missing, Does.Not.Contain("dangerSigns").And.Not.Empty);
    }

    [Test]
    public void A_sign_of_another_group_is_nothing_here() =>
        Assert.That(RedFlags.Assess(Well with { DangerSigns = ["vaginal-bleeding"] }, FortyYears, null).Flags, Is.Empty);

    private static int DaysOf(PatientGroup group) => group switch
    {
        PatientGroup.YoungInfant => 30,
        PatientGroup.Child => TwoYears,
        PatientGroup.OlderChild => TenYears,
        _ => FortyYears,
    };

    private static Vitals With(Vitals vitals, string field, decimal value) => field switch
    {
        "respiratoryRate" => vitals with { RespiratoryRate = value },
        "spo2" => vitals with { Spo2 = value },
        "systolic" => vitals with { Systolic = value },
        "temperatureC" => vitals with { TemperatureC = value },
        "pulse" => vitals with { Pulse = value },
        "haemoglobinGDl" => vitals with { HaemoglobinGDl = value },
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
