using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Testing;
using static Shared.Tests.Prescriptions.Cases;

namespace Shared.Tests.Prescriptions;

public sealed class PrescribingPolicyTests
{
    private static readonly (string, int)[] Lawful = [];

    private static PrescribingRefusal Only(PrescribingCase asked, PrescribingPolicy? policy = null) =>
        (policy ?? PrescribingPolicy.Default).Check(asked).Single();

    [Test]
    public void No_medicine_without_a_diagnosis()
    {
        var asked = First(Line("paracetamol"));

        Assert.That(Codes(asked with { Diagnoses = [] }), Is.EqualTo(new[] { ("diagnosis-missing", -1) }));
        Assert.That(Codes(asked with { Diagnoses = [new Diagnosis { Code = "R50.9", Text = " " }] }), Is.EqualTo(new[] { ("diagnosis-missing", -1) }));
        Assert.That(Codes(asked with { Diagnoses = [new Diagnosis(), Some.Diagnosis()] }), Is.EqualTo(Lawful));
    }

    [Test]
    public void Advice_without_medicines_needs_neither_diagnosis_nor_adult() =>
        Assert.That(Codes(First() with { Diagnoses = [], PatientAge = 3 }), Is.EqualTo(Lawful));

    [Test]
    public void An_emergency_is_always_sent_somewhere_with_or_without_medicines()
    {
        Assert.That(Codes(First() with { Urgency = Urgency.Stat }), Is.EqualTo(new[] { ("emergency-needs-referral", -1) }));
        Assert.That(Codes(First(OneDoseNow("adrenaline")) with { Urgency = Urgency.Stat }), Is.EqualTo(new[] { ("emergency-needs-referral", -1) }));
        Assert.That(Codes(First(OneDoseNow("adrenaline")).AsEmergency()), Is.EqualTo(Lawful));
        Assert.That(Codes(First() with { Urgency = Urgency.Asap }), Is.EqualTo(Lawful));
    }

    [Test]
    public void Every_refusal_is_named_at_once()
    {
        var asked = First(Line("morphine"), Line("paracetamol"), Line("amoxicillin")) with { Diagnoses = [], PatientAge = 17, FollowUp = true };

        Assert.That(Codes(asked), Is.EqualTo(new[]
        {
            ("follow-up-not-recorded", -1), ("diagnosis-missing", -1), ("adult-missing", -1), ("medicine-prohibited", 0), ("list-a-needs-video", 2),
        }));
    }

    [Test]
    public void What_is_refused_of_the_whole_names_its_rule_and_no_medicine()
    {
        var asked = First(Line("paracetamol")) with { Diagnoses = [], PatientAge = 17, FollowUp = true, Urgency = Urgency.Stat };
        PrescribingCase[] all = [asked with { ForTreatingDoctor = true }, asked with { AskedByTreatingDoctor = true }];

        Assert.That(all.SelectMany(PrescribingPolicy.Default.Check).Where(r => r.Line < 0).Select(r => (r.Code, r.Rule, r.Medicine, r.List)).Distinct(), Is.EquivalentTo(new[]
        {
            ("emergency-needs-referral", "T12", "", (MedicineList?)null),
            ("follow-up-not-recorded", "T11", "", null),
            ("no-treating-doctor", "T16", "", null),
            ("diagnosis-missing", "T13", "", null),
            ("adult-missing", "T5", "", null),
            ("treating-doctor-prescribes", "T15", "", null),
        }));
    }

    [Test]
    public void A_case_of_which_nothing_is_said_prescribes_nothing()
    {
        var nothing = new PrescribingCase { SignedAt = Some.Now, SignerCode = "dr-thakur" };

        Assert.That(nothing.Diagnoses.Count + nothing.Medicines.Count, Is.Zero);
        Assert.That(Codes(nothing), Is.EqualTo(Lawful));
    }

    private static IEnumerable<TestCaseData> Doses()
    {
        yield return Row("one dose", l => l, true);
        yield return Row("one dose, today", l => l with { DurationDays = 1 }, true);
        yield return Row("not marked", l => l with { Immediate = null }, false);
        yield return Row("marked as not", l => l with { Immediate = false }, false);
        yield return Row("twice a day", l => l with { Frequency = "BD" }, false);
        yield return Row("for three days", l => l with { DurationDays = 3 }, false);

        static TestCaseData Row(string what, Func<MedicineLine, MedicineLine> with, bool lawful) => new TestCaseData(with, lawful).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Doses))]
    public void An_immediate_treatment_order_is_one_dose_now(object with, bool lawful) =>
        Assert.That(Codes(First(((Func<MedicineLine, MedicineLine>)with)(OneDoseNow("oxytocin"))).AsEmergency()),
            Is.EqualTo(lawful ? Lawful : [("emergency-single-dose", 0)]));

    private static IEnumerable<TestCaseData> Contacts()
    {
        yield return Row("as it should be", v => v, true);
        yield return Row("of one minute", v => v with { Minutes = 1 }, true);
        yield return Row("a day ago", v => v with { At = Some.Now.AddHours(-24) }, true);
        yield return Row("in this moment", v => v with { At = Some.Now }, true);
        yield return Row("none", _ => null, false);
        yield return Row("without the patient's consent", v => v with { PatientConsented = false }, false);
        yield return Row("without the doctor's consent", v => v with { DoctorConsented = false }, false);
        yield return Row("without the health officer", v => v with { ChoPresent = false }, false);
        yield return Row("of no minute", v => v with { Minutes = 0 }, false);
        yield return Row("by no means", v => v with { Means = "" }, false);
        yield return Row("more than a day ago", v => v with { At = Some.Now.AddHours(-24).AddSeconds(-1) }, false);
        yield return Row("after the signature", v => v with { At = Some.Now.AddSeconds(1) }, false);

        static TestCaseData Row(string what, Func<VideoContact, VideoContact?> with, bool counts) => new TestCaseData(with, counts).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Contacts))]
    public void Video_counts_only_as_a_recorded_live_contact(object with, bool counts)
    {
        var asked = First(Line("amoxicillin")).ByVideo() with { Video = ((Func<VideoContact, VideoContact?>)with)(TestProgramme.Video()) };

        Assert.That(Codes(asked), Is.EqualTo(counts ? Lawful : [("list-a-needs-video", 0)]));
        Assert.That(Codes(asked with { Medicines = [Line("paracetamol")] }), Is.EqualTo(Lawful), "List O needs none");
    }

    [TestCase(ConsultMode.Text)]
    [TestCase(ConsultMode.Audio)]
    public void A_recorded_contact_does_not_make_another_mode_video(ConsultMode mode) =>
        Assert.That(Codes(First(Line("amoxicillin")).ByVideo() with { Mode = mode }), Is.EqualTo(new[] { ("list-a-needs-video", 0) }));

    private static IEnumerable<TestCaseData> Visits()
    {
        yield return Row("two months ago", v => v, true);
        yield return Row("this day", v => v with { On = Some.Today }, true);
        yield return Row("six months ago", v => v with { On = new(2026, 5, 23) }, true);
        yield return Row("a day more than six months ago", v => v with { On = new(2026, 5, 22) }, false);
        yield return Row("tomorrow", v => v with { On = Some.Today.AddDays(1) }, false);
        yield return Row("none", _ => null, false);
        yield return Row("to another doctor", v => v with { PractitionerCode = "dr-negi" }, false);
        yield return Row("for another condition", v => v with { SameCondition = false }, false);
        yield return Row("nowhere", v => v with { Facility = "" }, false);
        yield return Row("without a slip", v => v with { SlipNumber = "" }, false);

        static TestCaseData Row(string what, Func<InPersonConsult, InPersonConsult?> with, bool counts) => new TestCaseData(with, counts).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Visits))]
    public void A_follow_up_is_within_six_months_of_the_same_doctors_consult_in_person(object with, bool counts)
    {
        var asked = First(Continued("metformin")).AsFollowUp() with { InPerson = ((Func<InPersonConsult, InPersonConsult?>)with)(TestProgramme.InPerson()) };

        Assert.That(Codes(asked), Is.EqualTo(counts ? Lawful : [("follow-up-not-recorded", -1), ("list-a-needs-video", 0)]));
        Assert.That(Codes(asked with { FollowUp = false }), Is.EqualTo(new[] { ("list-a-needs-video", 0) }), "a recorded visit alone makes no follow-up");
    }

    [TestCase("metformin", "metformin hydrochloride")]
    [TestCase("METFORMIN HCl", "मेटफॉर्मिन")]
    [TestCase("phenobarbitone sodium", "phenobarbital")]
    [TestCase("clavulanic acid + amoxicillin", "co-amoxiclav")]
    public void What_is_continued_may_be_written_by_another_of_its_names(string name, string before) =>
        Assert.That(Codes(First(Line(name) with { Continues = before }).AsFollowUp()), Is.EqualTo(Lawful));

    [TestCase("amoxicillin", "amoxicillin + clavulanic acid")]
    [TestCase("betamethasone", "betamethasone valerate")]
    [TestCase("metformin", "")]
    [TestCase("metformin", " ")]
    public void Another_medicine_is_not_continued(string name, string before) =>
        Assert.That(Codes(First(Line(name) with { Continues = before }).AsFollowUp()), Is.EqualTo(new[] { ("list-a-not-continued", 0) }));

    [TestCase("sitagliptin", false, "nothing is added to itself")]
    [TestCase("vildagliptin", false, "nor to another of List B")]
    [TestCase("misoprostol", false, "nor to what is on no list")]
    [TestCase("glimepiride", false, "nor to what is not written")]
    [TestCase("metformin", true, "but to what goes on")]
    [TestCase("aspirin", false, "if it does")]
    [TestCase("folic acid", true, "of List O too")]
    public void What_is_added_to_goes_on_itself(string to, bool lawful, string because)
    {
        var others = new[] { "metformin", "folic acid", "vildagliptin", "misoprostol" }.Select(Continued).Append(Line("aspirin"));
        var asked = First([Continued("sitagliptin") with { AddOnTo = to }, .. others]).AsFollowUp();

        Assert.That(Codes(asked).Contains(("list-b-not-add-on", 0)), Is.EqualTo(!lawful), because);
    }

    [TestCase("2020-04-11", "medicine-prohibited")]
    [TestCase("2020-04-12", "list-a-needs-video")]
    public void An_exception_holds_from_its_day_in_india(string day, string says)
    {
        foreach (var name in new[] { "phenobarbital", "clobazam", "clonazepam" })
            foreach (var time in new[] { new TimeOnly(0, 0), new TimeOnly(23, 59) })
                Assert.That(Codes(First(Line(name)) with { SignedAt = new(DateOnly.Parse(day, null), time, TimeSpan.FromHours(5.5)) }),
                    Is.EqualTo(new[] { (says, 0) }), $"{name} at {time}");
    }

    [TestCase("paracetamol + ibuprofen", "list-a-needs-video")]
    [TestCase("ibuprofen/paracetamol", "list-a-needs-video")]
    [TestCase("paracetamol and caffeine", "unlisted-needs-video")]
    [TestCase("telmisartan + hydrochlorothiazide", "list-a-needs-video")]
    [TestCase("paracetamol + hydrochlorothiazide", "list-b-needs-follow-up")]
    [TestCase("paracetamol + adrenaline", "emergency-only")]
    [TestCase("paracetamol + codeine", "medicine-prohibited")]
    [TestCase("paracetamol with ibuprofen", "list-a-needs-video")]
    [TestCase("paracetamol with tramadol", "medicine-prohibited")]
    [TestCase("paracetamol + clonazepam", "list-a-needs-video")]
    public void Of_a_combination_every_ingredient_counts(string name, string says) => Assert.That(Codes(First(Line(name))), Is.EqualTo(new[] { (says, 0) }));

    [TestCase("iron and folic acid")]
    [TestCase("folic acid + iron")]
    [TestCase("calcium carbonate, vitamin D3")]
    public void A_combination_on_a_list_is_what_the_list_says(string name) => Assert.That(Codes(First(Line(name))), Is.EqualTo(Lawful));

    [Test]
    public void By_video_no_ingredient_hides_behind_another()
    {
        Assert.That(Codes(First(Line("telmisartan + hydrochlorothiazide")).ByVideo()), Is.EqualTo(new[] { ("list-b-needs-follow-up", 0) }));
        Assert.That(Codes(First(Line("amoxicillin + bromelain")).ByVideo()), Is.EqualTo(new[] { ("unlisted-needs-reason", 0) }));
        Assert.That(Codes(First(Line("paracetamol + adrenaline") with { Immediate = true, Frequency = "STAT", DurationDays = 1 }).AsEmergency()),
            Is.EqualTo(new[] { ("ordinary-line-in-emergency", 0) }));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("500")]
    [TestCase("+")]
    [TestCase("pаracetamol")]   // its second letter is Cyrillic
    [TestCase("mοrphine")]      // Greek
    public void A_name_that_cannot_be_read_is_refused_in_every_mode(string name)
    {
        var line = Line(name) with { OffListReason = "Seen by video.", Continues = name };

        var advice = First(line) with { AskedByTreatingDoctor = true, ForTreatingDoctor = true };
        foreach (var asked in new[] { First(line), First(line).ByVideo(), First(line).AsFollowUp(), First(line).AsEmergency(), advice })
            Assert.That(Only(asked) is { Code: "medicine-name-unreadable", Rule: "T24", List: null, Ways: [] }, name);
    }

    private static IEnumerable<TestCaseData> WaysOut()
    {
        yield return Row(First(Line("amoxicillin")), "needs-video in-person-referral list-o-alternative");
        yield return Row(First(Line("misoprostol")), "needs-video in-person-referral list-o-alternative");
        yield return Row(First(Line("misoprostol")).ByVideo(), "");
        yield return Row(First(Line("amlodipine")).AsFollowUp(), "needs-video in-person-referral list-o-alternative");
        yield return Row(First(Line("sitagliptin")), "in-person-referral list-o-alternative");
        yield return Row(First(Line("morphine")), "in-person-referral list-o-alternative");
        yield return Row(First(Line("adrenaline")), "in-person-referral list-o-alternative");
        yield return Row(First(Line("paracetamol")).AsEmergency(), "in-person-referral");
        yield return Row(First(Line("paracetamol")) with { AskedByTreatingDoctor = true }, "advice-to-treating-doctor");
        yield return Row(First(Line("paracetamol")) with { PatientAge = 4 }, "in-person-referral");

        static TestCaseData Row(PrescribingCase asked, string ways) =>
            new TestCaseData(asked, ways).SetArgDisplayNames($"{asked.Medicines[0].Name}, {asked.Mode}, {asked.Urgency}", ways);
    }

    [TestCaseSource(nameof(WaysOut))]
    public void A_refusal_names_the_lawful_ways_out(object asked, string ways) =>
        Assert.That(string.Join(' ', Only((PrescribingCase)asked).Ways.Select(way => JsonNamingPolicy.KebabCaseLower.ConvertName($"{way}"))), Is.EqualTo(ways));

    [Test]
    public void Where_a_registered_doctor_asks_the_line_says_so_too_but_not_for_what_is_prohibited()
    {
        LawfulWay[] Of(string name) => [.. PrescribingPolicy.Default.Check(First(Line(name)) with { AskedByTreatingDoctor = true })[1].Ways];

        Assert.That(Of("amoxicillin"), Does.Contain(LawfulWay.AdviceToTreatingDoctor));
        Assert.That(Of("morphine"), Does.Not.Contain(LawfulWay.AdviceToTreatingDoctor));
    }

    [Test]
    public void Alternatives_come_from_the_formulary_where_list_o_is_a_way_out()
    {
        var policy = new PrescribingPolicy(MedicineLists.Default, (name, day) => [$"instead of {name} on {day:yyyy-MM-dd}"]);

        Assert.That(Only(First(Line("ibuprofen")), policy).Alternatives, Is.EqualTo(new[] { $"instead of ibuprofen on {First(Line("ibuprofen")).Day:yyyy-MM-dd}" }));
        Assert.That(Only(First(Line("ibuprofen")).AsEmergency(), policy).Alternatives, Is.Empty);
        Assert.That(Only(First(Line("ibuprofen")), new PrescribingPolicy(MedicineLists.Default)).Alternatives, Is.Empty);
        Assert.That(Only(First(Line("doxylamine + pyridoxine"))).Alternatives, Is.Empty, "nothing of its class is on List O");
    }

    [Test]
    public void A_refusal_says_which_list_and_which_line() =>
        Assert.That(Only(First(Line("paracetamol"), Line("Amoxicillin"))) is { Line: 1, Medicine: "Amoxicillin", List: MedicineList.A, Rule: "3.7.4" });

    [Test]
    public void A_note_of_contract_1_0_still_verifies_and_opens_nothing_by_what_it_leaves_out()
    {
        var old = TestProgramme.Note() with { Mode = ConsultMode.Video, Patient = Some.Child() };
        var bold = old with
        {
            Video = TestProgramme.Video(),
            FollowUpConsult = true,
            InPerson = TestProgramme.InPerson(),
            ForTreatingDoctor = true,
            Medicines = [Continued("metformin")],
        };
        var doctor = new Requester { Name = "Dr Rohit Verma", Role = "mo", Register = PractitionerRegister.Nmc };

        Assert.That(Codes(PrescribingCase.Of(old)), Is.EqualTo(Lawful));
        Assert.That(Codes(PrescribingCase.Of(bold)), Is.EqualTo(new[] { ("list-a-needs-video", 0) }));
        Assert.That(Codes(PrescribingCase.Of(bold with { Urgency = Urgency.Routine })), Is.EqualTo(new[] { ("list-a-needs-video", 0) }));
        Assert.That(Codes(PrescribingCase.Of(bold with { Requester = doctor })), Is.EqualTo(new[] { ("list-a-needs-video", 0) }));
    }

    [Test]
    public void The_case_of_a_note_is_all_that_the_note_says()
    {
        var note = TestProgramme.Note() with
        {
            Requester = new Requester { Name = "Dr Rohit Verma", Role = "mo", Register = PractitionerRegister.Nmc },
            Urgency = Urgency.Stat,
            Patient = Some.Child(),
            AccompaniedBy = new AccompanyingAdult { Name = "Meena", Relation = "mother" },
            Mode = ConsultMode.Video,
            Video = TestProgramme.Video(),
            FollowUpConsult = true,
            InPerson = TestProgramme.InPerson(),
            ForTreatingDoctor = true,
            Referral = new ReferralAdvice { Place = "Civil Hospital Theog" },
        };

        Assert.That(PrescribingCase.Of(note), Is.EqualTo(new PrescribingCase
        {
            SignedAt = Some.Now,
            SignerCode = TestProgramme.Doctor.PractitionerCode,
            Mode = ConsultMode.Video,
            Video = TestProgramme.Video(),
            FollowUp = true,
            InPerson = TestProgramme.InPerson(),
            Urgency = Urgency.Stat,
            AskedByTreatingDoctor = true,
            ForTreatingDoctor = true,
            PatientAge = 2,
            HasAdult = true,
            HasReferral = true,
            Diagnoses = note.Diagnoses,
            Medicines = note.Medicines,
        }));
        Assert.That(PrescribingCase.Of(note with { AccompaniedBy = new AccompanyingAdult { Name = "Meena" } }).HasAdult, Is.False);
        Assert.That(PrescribingCase.Of(note with { AccompaniedBy = new AccompanyingAdult { Relation = "mother" } }).HasAdult, Is.False);
        Assert.That(PrescribingCase.Of(note with { AccompaniedBy = null }).HasAdult, Is.False);
        Assert.That(PrescribingCase.Of(note with { Referral = new ReferralAdvice { Reason = "?" } }).HasReferral, Is.False);
        Assert.That(PrescribingCase.Of(note with { ForTreatingDoctor = false }).ForTreatingDoctor, Is.False);
    }
}
