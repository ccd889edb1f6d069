using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

public sealed class RequestRulesTests
{
    private static readonly string TooLong = new('a', 8001);

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Row("no specialty", r => r with { Specialty = "" }, "Specialty", "specialty-missing");
        yield return Row("a specialty nobody knows", r => r with { Specialty = "astrology" }, "Specialty", "specialty-missing");
        yield return Row("no urgency", r => r with { Urgency = null }, "Urgency", "urgency-missing");
        yield return Row("a question that says nothing", r => r with { Question = "   fever?   " }, "Question", "question-length");
        yield return Row("a question too long", r => r with { Question = new string('a', 4001) }, "Question", "question-length");
        yield return Row("no complaint", r => r with { Complaints = [] }, "Complaints", "complaint-missing");
        yield return Row("an empty complaint", r => r with { Complaints = [new Complaint { Text = " " }] }, "Complaints[0].Text", "complaint-missing");
        yield return Row("a complaint too long", r => r with { Complaints = [new Complaint { Text = new string('a', 513) }] }, "Complaints[0].Text", "MaximumLengthValidator");
        yield return Row("too many complaints", r => r with { Complaints = [.. Enumerable.Repeat(r.Complaints[0], 21)] }, "Complaints", "PredicateValidator");
        yield return Row("a duration of nothing", r => Lasting(r, 0, "d"), "Complaints[0].Duration", "duration-wrong");
        yield return Row("a duration beyond belief", r => Lasting(r, 1001, "d"), "Complaints[0].Duration", "duration-wrong");
        yield return Row("a duration in an unknown unit", r => Lasting(r, 2, "days"), "Complaints[0].Duration", "duration-wrong");
        yield return Row("no consent", r => r with { Consent = null }, "Consent", "consent-missing");
        yield return Row("consent refused", r => r with { Consent = r.Consent! with { Given = false } }, "Consent", "consent-missing");
        yield return Row("consent by no known method", r => r with { Consent = r.Consent! with { Method = "nod" } }, "Consent.Method", "consent-method-missing");
        yield return Row("an impossible vital", r => r with { Vitals = Some.Vitals() with { Pulse = 500 } }, "Vitals.pulse", "vital-out-of-range");
        yield return Row("a history too long", r => r with { History = TooLong }, "History", "MaximumLengthValidator");
        yield return Row("an examination too long", r => r with { Examination = TooLong }, "Examination", "MaximumLengthValidator");
        yield return Row("treatment given, too long", r => r with { TreatmentGiven = TooLong }, "TreatmentGiven", "MaximumLengthValidator");
        yield return Row("an impression too long", r => r with { Impression = TooLong }, "Impression", "MaximumLengthValidator");
        yield return Row("an allergy to nothing", r => r with { Allergies = [new Allergy("", null)] }, "Allergies", "PredicateValidator");
        yield return Row("too many allergies", r => r with { Allergies = [.. Enumerable.Repeat(new Allergy("dust", null), 51)] }, "Allergies", "PredicateValidator");
        yield return Row("an empty medicine", r => r with { CurrentMedicines = [""] }, "CurrentMedicines", "PredicateValidator");
        yield return Row("a medicine too long", r => r with { CurrentMedicines = [new string('a', 257)] }, "CurrentMedicines", "PredicateValidator");
        yield return Row("a test result too long", r => r with { PointOfCareTests = [new PointOfCareTest { Test = "malaria-rdt", Value = new string('a', 65) }] }, "PointOfCareTests", "PredicateValidator");
        yield return Row("a pregnancy of a year", r => r with { Pregnancy = new Pregnancy { GestationWeeks = 52 } }, "Pregnancy.GestationWeeks", "gestation-impossible");

        static RequestContent Lasting(RequestContent r, decimal value, string unit) =>
            r with { Complaints = [r.Complaints[0] with { Duration = new Duration { Value = value, Unit = unit } }] };

        static TestCaseData Row(string what, Func<RequestContent, RequestContent> wrong, string field, string code) =>
            new TestCaseData(wrong, field, code).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_is_wrong_is_said_at_its_field_and_nothing_else_is(object wrong, string field, string code)
    {
        var failures = new RequestRules().Validate(((Func<RequestContent, RequestContent>)wrong)(Some.Content())).Errors;

        Assert.That(failures.Select(f => (f.PropertyName, f.ErrorCode)), Is.EqualTo(new[] { (field, code) }));
    }

    private static IEnumerable<TestCaseData> Taken()
    {
        yield return Row("the whole of it", r => r);
        yield return Row("the least", r => new RequestContent
        {
            Specialty = "general-consult",
            Urgency = Urgency.Stat,
            Question = "What is this?",
            Complaints = [new Complaint { Text = "दर्द" }],
            Consent = new Consent { Given = true, Method = "thumb" },
        });
        yield return Row("a pregnancy of 34 weeks", r => r with { Pregnancy = new Pregnancy { GestationWeeks = 34 } });
        yield return Row("a pregnancy without weeks", r => r with { Pregnancy = new Pregnancy { Gravida = 2 } });
        foreach (var unit in new[] { "h", "d", "wk", "mo", "a" })
            yield return Row($"two {unit}", r => r with { Complaints = [new Complaint { Text = "Cough", Duration = new Duration { Value = 2, Unit = unit } }] });

        static TestCaseData Row(string what, Func<RequestContent, RequestContent> right) => new TestCaseData(right).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Taken))]
    public void What_is_enough_is_taken(object right) =>
        Assert.That(new RequestRules().Validate(((Func<RequestContent, RequestContent>)right)(Some.Content())).Errors, Is.Empty);

    // Low and high of each vital sign are taken, a little beyond is not.
    private static IEnumerable<TestCaseData> Limits() =>
        from limit in Spelled
        from value in new[] { (limit.Low, true), (limit.High, true), (limit.Low - 0.1m, false), (limit.High + 0.1m, false) }
        select new TestCaseData(limit.Field, limit.With, value.Item1, value.Item2).SetArgDisplayNames(limit.Field, value.Item1.ToString(null, null), value.Item2 ? "taken" : "refused");

    private static readonly (string Field, decimal Low, decimal High, Func<decimal, Vitals> With)[] Spelled =
    [
        ("systolic", 40, 300, v => new Vitals { Systolic = v }),
        ("diastolic", 20, 200, v => new Vitals { Diastolic = v }),
        ("pulse", 20, 300, v => new Vitals { Pulse = v }),
        ("temperatureC", 25, 45, v => new Vitals { TemperatureC = v }),
        ("spo2", 40, 100, v => new Vitals { Spo2 = v }),
        ("respiratoryRate", 4, 120, v => new Vitals { RespiratoryRate = v }),
        ("weightKg", 0.5m, 300, v => new Vitals { WeightKg = v }),
        ("heightCm", 30, 250, v => new Vitals { HeightCm = v }),
        ("glucoseMgDl", 10, 1000, v => new Vitals { GlucoseMgDl = v }),
        ("haemoglobinGDl", 2, 25, v => new Vitals { HaemoglobinGDl = v }),
        ("hba1cPercent", 3, 20, v => new Vitals { Hba1cPercent = v }),
        ("muacCm", 6, 30, v => new Vitals { MuacCm = v }),
        ("fetalHeartRate", 60, 220, v => new Vitals { FetalHeartRate = v }),
    ];

    [TestCaseSource(nameof(Limits))]
    public void A_vital_sign_is_refused_only_when_it_is_impossible(string field, object with, decimal value, bool taken)
    {
        var failures = new VitalsRules().Validate(((Func<decimal, Vitals>)with)(value)).Errors;

        Assert.That(failures.Select(f => (f.PropertyName, f.ErrorCode)), Is.EqualTo(taken ? [] : new[] { (field, "vital-out-of-range") }));
    }

    [Test]
    public void Every_vital_sign_that_is_a_figure_has_its_limits() =>
        Assert.That(Spelled.Select(s => s.Field), Is.EquivalentTo(
            typeof(Vitals).GetProperties().Where(p => p.PropertyType == typeof(decimal?)).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..])));

    [TestCase(120, 120, false)]
    [TestCase(110, 120, false)]
    [TestCase(120, 80, true)]
    [TestCase(120, null, true)]
    [TestCase(null, 80, true)]
    public void The_lower_pressure_is_below_the_upper(int? systolic, int? diastolic, bool taken) =>
        Assert.That(new VitalsRules().Validate(new Vitals { Systolic = systolic, Diastolic = diastolic }).Errors.Select(e => e.ErrorCode),
            Is.EqualTo(taken ? [] : new[] { "diastolic-above-systolic" }));

    private static IEnumerable<TestCaseData> Adults()
    {
        yield return new TestCaseData(null, false).SetArgDisplayNames("nobody");
        yield return new TestCaseData(new AccompanyingAdult { Name = "Meena", Relation = "" }, false).SetArgDisplayNames("somebody unknown");
        yield return new TestCaseData(new AccompanyingAdult { Name = "", Relation = "mother" }, false).SetArgDisplayNames("a mother without a name");
        yield return new TestCaseData(new AccompanyingAdult { Name = "Meena", Relation = "mother" }, true).SetArgDisplayNames("the mother");
    }

    [TestCaseSource(nameof(Adults))]
    public void A_patient_under_18_comes_with_an_adult_whose_identity_is_known(object? adult, bool holds) =>
        Assert.That(MinorRule.Holds(Some.Child(), (AccompanyingAdult?)adult, Some.Today), Is.EqualTo(holds));

    [Test]
    public void An_adult_patient_may_come_alone() => Assert.That(MinorRule.Holds(Some.Patient(), null, Some.Today), Is.True);
}
