using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Testing;
using static Shared.Tests.Prescriptions.Cases;

namespace Shared.Tests.Prescriptions;

/// <summary>
/// The complete matrix. Each row is a line in a consult, with what the policy says to it by text, by audio, by video and in an emergency;
/// each cell is tried with every requester, register, age and urgency.
/// </summary>
public sealed class PrescribingMatrixTests
{
    private const string Yes = "";
    private const string Closed = "ordinary-line-in-emergency";
    private const string OnlyThen = "emergency-only";
    private const string NeedsVideo = "list-a-needs-video";
    private const string NotContinued = "list-a-not-continued";
    private const string NeedsFollowUp = "list-b-needs-follow-up";
    private const string NotAddOn = "list-b-not-add-on";
    private const string Unlisted = "unlisted-needs-video";
    private const string Prohibited = "medicine-prohibited";

    internal sealed record Row(string What, bool FollowUp, MedicineLine[] Lines, string Text, string Audio, string Video, string Stat, string Rule)
    {
        /// <summary>The line that is judged; the others go with it.</summary>
        public MedicineLine Line => Lines[0];

        public override string ToString() => What;
    }

    private static readonly Row[] Matrix =
    [
        new("List O, first", false, [Line("paracetamol")], Yes, Yes, Yes, Closed, "T12"),
        new("List O, follow-up", true, [Line("paracetamol")], Yes, Yes, Yes, Closed, "T12"),
        new("List O, one dose now", false, [OneDoseNow("paracetamol")], OnlyThen, OnlyThen, OnlyThen, Closed, "T12"),
        new("List A, first", false, [Line("amoxicillin")], NeedsVideo, NeedsVideo, Yes, Closed, "3.7.4"),
        new("List A, first, said to be continued", false, [Continued("amlodipine")], NeedsVideo, NeedsVideo, Yes, Closed, "3.7.4"),
        new("List A, follow-up, continued", true, [Continued("amlodipine")], Yes, Yes, Yes, Closed, "T12"),
        new("List A, follow-up, new", true, [Line("amlodipine")], NotContinued, NotContinued, NotContinued, Closed, "T11"),
        new("List A, follow-up, another continued", true, [Line("amlodipine") with { Continues = "atenolol" }],
            NotContinued, NotContinued, NotContinued, Closed, "T11"),
        new("List B, first", false, [Line("hydrochlorothiazide")], NeedsFollowUp, NeedsFollowUp, NeedsFollowUp, Closed, "3.7.4"),
        new("List B, first, said to be an add-on", false, [Line("sitagliptin") with { AddOnTo = "paracetamol" }, Continued("paracetamol")],
            NeedsFollowUp, NeedsFollowUp, NeedsFollowUp, Closed, "3.7.4"),
        new("List B, follow-up, add-on", true, [Line("hydrochlorothiazide") with { AddOnTo = "atenolol" }, Continued("atenolol")], Yes, Yes, Yes, Closed, "T12"),
        new("List B, follow-up, added to nothing", true, [Line("hydrochlorothiazide"), Continued("atenolol")],
            NotAddOn, NotAddOn, NotAddOn, Closed, "T11"),
        new("List B, follow-up, added to what is not continued", true, [Line("sitagliptin") with { AddOnTo = "paracetamol" }, Line("paracetamol")],
            NotAddOn, NotAddOn, NotAddOn, Closed, "T11"),
        new("List B, follow-up, carried on alone", true, [Continued("hydrochlorothiazide")], NotAddOn, NotAddOn, NotAddOn, Closed, "T11"),
        .. new[] { "phenobarbitone", "clobazam", "clonazepam" }.SelectMany(exception => new Row[]
        {
            new($"Exception {exception}, first", false, [Line(exception)], NeedsVideo, NeedsVideo, Yes, Closed, "3.7.4"),
            new($"Exception {exception}, follow-up, continued", true, [Continued(exception)], Yes, Yes, Yes, Closed, "T12"),
            new($"Exception {exception}, follow-up, new", true, [Line(exception)], NotContinued, NotContinued, NotContinued, Closed, "T11"),
        }),
        .. new[] { "ketamine", "methylphenidate", "morphine", "alprazolam", "tramadol" }.SelectMany(prohibited => new[]
        {
            Never($"Prohibited {prohibited}, first", false, Line(prohibited) with { OffListReason = "Seen by video." }),
            Never($"Prohibited {prohibited}, follow-up, continued", true, Continued(prohibited)),
            Never($"Prohibited {prohibited}, one dose now", false, OneDoseNow(prohibited)),
        }),
        .. new[] { "adrenaline", "oxytocin", "magnesium sulphate", "activated charcoal" }.SelectMany(emergency => new Row[]
        {
            new($"EMERGENCY {emergency}, one dose now, first", false, [OneDoseNow(emergency)], OnlyThen, OnlyThen, OnlyThen, Yes, "T12"),
            new($"EMERGENCY {emergency}, one dose now, follow-up", true, [OneDoseNow(emergency)], OnlyThen, OnlyThen, OnlyThen, Yes, "T12"),
            new($"EMERGENCY {emergency}, ordinary line", false, [Line(emergency)], OnlyThen, OnlyThen, OnlyThen, "emergency-single-dose", "T12"),
        }),
        new("On no list, first, with a reason", false, [Line("misoprostol") with { OffListReason = "Nothing on the lists does it." }],
            Unlisted, Unlisted, Yes, Closed, "3.7.4"),
        new("On no list, first, without a reason", false, [Line("misoprostol") with { OffListReason = " " }],
            Unlisted, Unlisted, "unlisted-needs-reason", Closed, "3.7.4"),
        new("On no list, follow-up, with a reason", true, [Continued("misoprostol") with { OffListReason = "Nothing on the lists does it." }],
            Unlisted, Unlisted, Yes, Closed, "3.7.4"),
        new("On no list, follow-up, without a reason", true, [Continued("misoprostol")],
            Unlisted, Unlisted, "unlisted-needs-reason", Closed, "3.7.4"),
    ];

    // Role, register, and whether the requester is the treating doctor.
    private static readonly (string Role, PractitionerRegister? Register, bool Treats, string Rule)[] Requesters =
    [
        .. Enum.GetValues<PractitionerRegister>().Cast<PractitionerRegister?>().Append(null).Select(register => ("cho", register, false, "T15")),
        ("mo", PractitionerRegister.StateMedicalCouncil, true, "T15"),
        ("mo", PractitionerRegister.Nmc, true, "T15"),
        ("mo", PractitionerRegister.Ayush, false, "T16"),
        ("mo", PractitionerRegister.Nursing, false, "T16"),
        ("mo", PractitionerRegister.None, false, "T16"),
        ("mo", null, false, "T16"),
    ];

    // Age, adult present, and whether rule T5 is met.
    private static readonly (int? Age, bool Adult, bool Met)[] Patients =
    [
        (0, true, true), (0, false, false), (17, true, true), (17, false, false), (18, false, true), (70, false, true), (null, true, true), (null, false, false),
    ];

    private static readonly ConsultMode[] Modes = [ConsultMode.Text, ConsultMode.Audio, ConsultMode.Video];

    private static IEnumerable<TestCaseData> Cells() =>
        from row in Matrix
        from mode in Modes
        from urgency in Enum.GetValues<Urgency>()
        let says = urgency == Urgency.Stat ? row.Stat
            : mode switch { ConsultMode.Text => row.Text, ConsultMode.Audio => row.Audio, _ => row.Video }
        select new TestCaseData(row, mode, urgency, says)
            .SetArgDisplayNames(row.What, $"{mode}", $"{urgency}", says == Yes ? "allowed" : $"{says} by {RuleOf(says)}");

    [TestCaseSource(nameof(Cells))]
    public void Each_cell_says_what_the_guideline_says_to_every_requester_and_patient(object cell, ConsultMode mode, Urgency urgency, string says)
    {
        var row = (Row)cell;
        foreach (var (role, register, treats, _) in Requesters)
            foreach (var (age, adult, met) in Patients)
                foreach (var advises in new[] { false, true })
                {
                    var asked = First(row.Lines) with
                    {
                        Mode = mode,
                        Video = mode == ConsultMode.Video ? TestProgramme.Video() : null,
                        FollowUp = row.FollowUp,
                        InPerson = row.FollowUp ? TestProgramme.InPerson() : null,
                        Urgency = urgency,
                        HasReferral = urgency == Urgency.Stat,
                        AskedByTreatingDoctor = new Requester { Name = "", Role = role, Register = register }.IsTreatingDoctor,
                        ForTreatingDoctor = advises,
                        PatientAge = age,
                        HasAdult = adult,
                    };

                    var refusals = PrescribingPolicy.Default.Check(asked);

                    var whole = new List<string>();
                    if (advises && !treats) whole.Add("no-treating-doctor");
                    if (!met) whole.Add("adult-missing");
                    if (treats && !advises) whole.Add("treating-doctor-prescribes");
                    var line = advises && says != Prohibited ? Yes : says;   // advice to a doctor who sees the patient is no prescription
                    var where = $"{role}, {register}, {age}, adult {adult}, advice {advises}";
                    Assert.That(refusals.Where(r => r.Line < 0).Select(r => r.Code), Is.EqualTo(whole), where);
                    Assert.That(refusals.Where(r => r.Line == 0).Select(r => r.Code), Is.EqualTo(line == Yes ? [] : new[] { line }), where);
                    Assert.That(refusals.All(r => r.Rule == RuleOf(r.Code)), where);
                }
    }

    [Test]
    public void The_table_has_a_row_for_each_list_in_first_and_follow_up() => Assert.Multiple(() =>
    {
        foreach (var list in Enum.GetValues<MedicineList>().Cast<MedicineList?>().Append(null))
            foreach (var followUp in new[] { false, true })
                Assert.That(Matrix.Where(r => r.FollowUp == followUp).Select(r => PrescribingPolicy.Default.ListsOf(r.Line.Name, Some.Today)!.Single()),
                    Has.Some.EqualTo(list), $"{list}, follow-up {followUp}");
    });

    [Test]
    public void Each_row_names_the_rule_that_speaks_in_it() => Assert.Multiple(() =>
    {
        foreach (var row in Matrix)
            Assert.That(new[] { row.Text, row.Audio, row.Video, row.Stat }.Where(says => says != Yes).Select(RuleOf),
                Has.Some.EqualTo(row.Rule), row.What);
    });

    private static Row Never(string what, bool followUp, MedicineLine line) =>
        new(what, followUp, [line], Prohibited, Prohibited, Prohibited, Prohibited, "3.7.4");

    private static string RuleOf(string code) => code switch
    {
        "adult-missing" => "T5",
        "follow-up-not-recorded" or "list-a-not-continued" or "list-b-not-add-on" => "T11",
        "emergency-needs-referral" or "emergency-only" or "emergency-single-dose" or "ordinary-line-in-emergency" => "T12",
        "diagnosis-missing" => "T13",
        "treating-doctor-prescribes" => "T15",
        "no-treating-doctor" => "T16",
        "medicine-name-unreadable" => "T24",
        _ => "3.7.4",
    };
}
