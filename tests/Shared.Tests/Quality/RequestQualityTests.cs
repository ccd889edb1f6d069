using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Contracts.Quality;
using Shared.Contracts.Triage;
using Testing;

namespace Shared.Tests.Quality;

public sealed class RequestQualityTests
{
    private static readonly PatientSummary Woman = Some.Patient();
    private static readonly PatientSummary Man = Woman with { Name = "Roshan Lal", Sex = Sex.Male };
    private static readonly PatientSummary Child = Some.Child();
    private static readonly Pregnancy Pregnant = new() { GestationWeeks = 34 };

    private static IEnumerable<string> Complaints => ComplaintGuide.All.Where(c => !c.Vague).Select(c => c.Code);

    private static RequestContent Bare(string complaint) => new()
    {
        Specialty = "general-consult",
        Urgency = Urgency.Routine,
        Question = "What should we give?",
        Complaints = [new Complaint { Text = ComplaintGuide.Find(complaint)!.Name.En, Code = complaint }],
    };

    // Everything a doctor could need, so that what is taken away is what is missing.
    private static RequestContent Full(string complaint) => Bare(complaint) with
    {
        Complaints = [new Complaint { Text = ComplaintGuide.Find(complaint)!.Name.En, Code = complaint, Duration = new Duration { Value = 3, Unit = "d" } }],
        Vitals = Some.Vitals() with { GlucoseMgDl = 110, HaemoglobinGDl = 12, HeightCm = 150, MuacCm = 14, Pain = 1, DangerSigns = [] },
        History = "Began three days ago after work in the field.",
        Examination = "Nothing else found.",
        NoKnownAllergies = true,
        CurrentMedicines = ["none"],
        IsPregnant = false,
        PointOfCareTests =
        [
            new PointOfCareTest { Test = "urine-albumin", Value = "nil" }, new PointOfCareTest { Test = "urine-sugar", Value = "nil" },
            new PointOfCareTest { Test = "pregnancy-test", Value = "negative" },
        ],
        Findings = [.. ComplaintGuide.Find(complaint)!.Asks.Select(ask => new Finding(ask, FindingAnswer.Unknown))],
    };

    private static string[] Missing(RequestContent request, PatientSummary patient, bool hasPicture = false) =>
        [.. RequestQuality.Of(request, patient, Some.Today, hasPicture).Missing.Select(n => n.Code)];

    [Test]
    public void The_guide_knows_at_least_25_complaints_in_both_languages() => Assert.Multiple(() =>
    {
        Assert.That(Complaints.Count(), Is.GreaterThanOrEqualTo(25));
        foreach (var complaint in ComplaintGuide.All)
        {
            Assert.That(ComplaintGuide.Recognise(complaint.Name.En)?.Code, Is.EqualTo(complaint.Code));
            Assert.That(ComplaintGuide.Recognise(complaint.Name.Hi)?.Code, Is.EqualTo(complaint.Code));
        }
    });

    [TestCaseSource(nameof(Complaints))]
    public void A_request_with_everything_the_complaint_needs_is_complete(string complaint) => Assert.Multiple(() =>
    {
        Assert.That(Missing(Full(complaint), Man, hasPicture: true), Is.Empty, "a man");
        Assert.That(Missing(Full(complaint), Woman, hasPicture: true), Is.Empty, "a woman");
        Assert.That(Missing(Full(complaint), Child, hasPicture: true), Is.Empty, "a child");
        Assert.That(Missing(Full(complaint) with { Pregnancy = Pregnant, IsPregnant = null }, Woman, hasPicture: true), Is.Empty, "a pregnant woman");
        Assert.That(RequestQuality.Of(Full(complaint), Man, Some.Today, hasPicture: true).Score, Is.EqualTo(100));
    });

    [TestCaseSource(nameof(Complaints))]
    public void A_bare_request_lacks_all_that_the_complaint_needs(string complaint)
    {
        var listed = ComplaintGuide.Find(complaint)!;
        var asks = listed.Asks.Select(ask => Need.AskPrefix + ask).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(Missing(Bare(complaint), Man), Is.EquivalentTo(Set(["duration", "history", "allergies"], listed.Needs, asks)));
            Assert.That(Missing(Bare(complaint), Woman), Is.EquivalentTo(Set(["duration", "history", "allergies", "pregnancy"], listed.Needs, asks)));
            Assert.That(Missing(Bare(complaint), Child), Is.EquivalentTo(Set(["duration", "history", "allergies", "weightKg"], listed.Needs, listed.Child, asks)));
            Assert.That(Missing(Bare(complaint) with { Pregnancy = new Pregnancy() }, Woman),
                Is.EquivalentTo(Set(["duration", "history", "allergies", "gestation", "systolic"], listed.Needs, listed.Pregnant, asks)));
            Assert.That(RequestQuality.Of(Bare(complaint), Man, Some.Today, hasPicture: false).Score, Is.Zero);
        });
    }

    private static HashSet<string> Set(params IEnumerable<string>[] parts) => [.. parts.SelectMany(part => part)];

    [Test]
    public void What_is_seen_on_the_skin_asks_for_a_picture_and_fever_does_not() => Assert.Multiple(() =>
    {
        Assert.That(Missing(Full("rash"), Man), Is.EqualTo(new[] { Need.Picture }));
        Assert.That(Missing(Full("rash"), Man, hasPicture: true), Is.Empty);
        Assert.That(Missing(Full("fever"), Man), Is.Empty);
    });

    [Test]
    public void Only_pain_asks_which_pain() =>
        Assert.That(Missing(Bare("pain") with { Complaints = [new Complaint { Text = "दर्द" }] }, Man), Does.Contain("complaint-detail"));

    [Test]
    public void A_complaint_of_nobody_s_list_asks_for_detail_and_for_what_is_always_needed() => Assert.That(
        Missing(Bare("pain") with { Complaints = [new Complaint { Text = "Xyz" }] }, Man), Is.EquivalentTo(new[] { "complaint-detail", "duration", "history", "allergies" }));

    [TestCase("छाती में दर्द और पसीना", "chest-pain")]
    [TestCase("Severe CHEST PAIN since morning", "chest-pain")]
    [TestCase("सांस फूलना", "breathlessness")]
    [TestCase("loose motion, 6 times", "loose-motions")]
    [TestCase("painful", null)]
    public void Words_among_others_are_recognised_and_parts_of_words_are_not(string text, string? code) => Assert.That(ComplaintGuide.Recognise(text)?.Code, Is.EqualTo(code));

    [Test]
    public void Nobody_measures_the_arm_of_a_child_under_six_months_however_many_complaints_ask_for_it()
    {
        var small = Child with { BirthDate = Some.Today.AddMonths(-4) };
        var both = Bare("weight-loss") with { Complaints = [.. Bare("weight-loss").Complaints, .. Bare("child-not-growing").Complaints] };

        Assert.That(Missing(both, small), Does.Not.Contain("muacCm"));
        Assert.That(Missing(both, Child), Does.Contain("muacCm"));
    }

    [Test]
    public void A_meter_that_shows_hi_has_measured_the_sugar() =>
        Assert.That(Missing(Full("diabetes") with { Vitals = Full("diabetes").Vitals! with { GlucoseMgDl = null, GlucoseBeyond = Beyond.High } }, Man), Is.Empty);

    [Test]
    public void A_man_for_the_women_s_doctor_and_a_grown_up_for_the_children_s_do_not_fit() => Assert.Multiple(() =>
    {
        Assert.That(Missing(Full("burning-urination") with { Specialty = "obs-gynae" }, Man), Is.EqualTo(new[] { "specialty-fits" }));
        Assert.That(Missing(Full("fever") with { Specialty = "paediatrics" }, Woman), Is.EqualTo(new[] { "specialty-fits" }));
        Assert.That(Missing(Full("fever") with { Specialty = "paediatrics" }, Child), Is.Empty);
    });

    [Test]
    public void No_complaint_sends_a_man_to_the_women_s_doctor_or_a_grown_up_to_the_children_s()
    {
        foreach (var complaint in ComplaintGuide.All)
        {
            foreach (var patient in new[] { Man, Woman, Child, Man with { BirthDate = null, Sex = null } })
            {
                var suggested = RequestQuality.Suggest(Bare(complaint.Code), patient, Some.Today, _ => true);
                Assert.That(RequestQuality.Fits(suggested!.Code, patient, Some.Today), Is.True, $"{complaint.Code}: {suggested.Code}");
            }
        }
    }

    [Test]
    public void The_suggestion_says_why_and_falls_back_to_the_general_consult() => Assert.Multiple(() =>
    {
        Assert.That(RequestQuality.Suggest(Bare("white-discharge"), Woman, Some.Today, _ => true), Is.EqualTo(new SuggestedSpecialty("obs-gynae", "white-discharge", "woman")));
        Assert.That(RequestQuality.Suggest(Bare("breathlessness"), Child, Some.Today, _ => true)!.Code, Is.EqualTo("paediatrics"));
        Assert.That(RequestQuality.Suggest(Bare("rash"), Man, Some.Today, s => s == "general-consult"), Is.EqualTo(new SuggestedSpecialty("general-consult", "rash", "any")));
        Assert.That(RequestQuality.Suggest(Bare("rash"), Man, Some.Today, _ => false), Is.Null);
    });

    // What is given can only add to what is there.
    [Test]
    public void More_information_never_lowers_what_is_there()
    {
        const int seed = 20261126;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var complaint = ComplaintGuide.All[random.Next(ComplaintGuide.All.Count)].Code;
            var (full, patient) = (Full(complaint), random.Next(3) switch { 0 => Man, 1 => Woman, _ => Child });
            var some = full with
            {
                Vitals = random.Next(2) == 0 ? null : full.Vitals,
                History = random.Next(2) == 0 ? null : full.History,
                Findings = random.Next(2) == 0 ? null : full.Findings,
                NoKnownAllergies = random.Next(2) == 0 ? null : true,
            };
            var (before, after) = (RequestQuality.Of(some, patient, Some.Today, hasPicture: random.Next(2) == 0), RequestQuality.Of(full, patient, Some.Today, hasPicture: true));
            Assert.That(before.Needs.Where(n => n.IsThere), Is.SubsetOf(after.Needs.Where(n => n.IsThere)), complaint);
        }
    }

    [Test]
    public void Every_flag_and_sign_is_said_in_both_languages()
    {
        var worst = new Vitals
        {
            Systolic = 60,
            Diastolic = 130,
            Pulse = 190,
            TemperatureC = 41,
            Spo2 = 80,
            RespiratoryRate = 70,
            Consciousness = Consciousness.Unresponsive,
            OnOxygen = true,
            HaemoglobinGDl = 4,
            MuacCm = 9,
            Pain = 3,
            DangerSigns = [.. DangerSigns.Codes],
        };
        foreach (var (age, pregnancy) in new (int, Pregnancy?)[] { (20, null), (400, null), (3000, null), (12_000, null), (9000, Pregnant) })
        {
            foreach (var flag in RedFlags.Assess(worst, age, pregnancy).Flags)
            {
                var (en, hi) = (TriageWords.Of(flag).En, TriageWords.Of(flag).Hi);
                Assert.That(en, Does.Not.Contain('{').And.Not.StartsWith(" "), flag.Code);
                Assert.That(hi.Any(c => c is >= '\u0900' and <= '\u097f'), Is.True, flag.Code);
            }
        }
        foreach (var code in DangerSigns.Codes) Assert.That(TriageWords.Sign(code).Hi, Is.Not.EqualTo(code), code);
        foreach (var group in Enum.GetValues<PatientGroup>()) Assert.That(TriageWords.Of(group).Hi, Is.Not.Empty);
    }
}
