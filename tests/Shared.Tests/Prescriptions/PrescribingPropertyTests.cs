using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Testing;

namespace Shared.Tests.Prescriptions;

/// <summary>
/// Whatever is signed, no note that the check accepts holds a line the matrix forbids. The notes are made at random, right and wrong; what the
/// matrix says is written here a second time, from the guideline and not from the policy.
/// </summary>
public sealed class PrescribingPropertyTests
{
    private const int Notes = 60_000;
    private const int SignedNotes = 1_500;

    // Names with the list a person finds them on; '?' is on none, '-' cannot be read.
    private static readonly (string Name, char List)[] Vocabulary =
    [
        ("Paracetamol", 'O'), ("ors", 'O'), ("vitamin D3", 'O'), ("Amoxicillin", 'A'), ("metformin hydrochloride", 'A'), ("METFORMIN", 'A'), ("clonazepam", 'A'),
        ("फेनोबार्बिटोन", 'A'), ("hctz", 'B'), ("sitagliptin phosphate", 'B'), ("morphine", 'X'), ("paracetamol + codeine", 'X'), ("ketamine hcl", 'X'),
        ("ट्रामाडोल", 'X'), ("epinephrine", 'E'), ("magnesium sulphate", 'E'), ("misoprostol", '?'), ("Crocin", '?'), ("pаracetamol", '-'), ("", '-'),
    ];

    private static readonly PractitionerRegister?[] Registers = [null, .. Enum.GetValues<PractitionerRegister>()];

    private static readonly Dictionary<string, char> ListOf = Vocabulary.ToDictionary(v => v.Name, v => v.List);

    [TestCase(20261126)]
    [TestCase(1)]
    [TestCase(2)]
    public void No_note_that_the_check_accepts_holds_a_line_the_matrix_forbids(int seed)
    {
        var random = new Random(seed);
        using var programme = new TestProgramme();
        var (accepted, refused, lines) = (0, 0, 0);
        for (var i = 0; i < Notes; i++)
        {
            var note = Note(random);
            var lawful = PrescribingPolicy.Default.Check(PrescribingCase.Of(note)).Count == 0;
            if (i < SignedNotes)
            {
                var refusal = SignedAdvice.Check(programme.Sign(note), programme.Key, PrescribingPolicy.Default).Refusal;
                Assert.That(refusal, Is.EqualTo(lawful ? null : "advice-unlawful"), $"seed {seed}, note {i}");
            }

            if (lawful) accepted++;
            else refused++;
            if (lawful) lines += note.Medicines.Count;
            if (lawful)
                foreach (var line in note.Medicines)
                    Assert.That(Forbids(note, line), Is.Null, $"seed {seed}, note {i}, {line.Name}");
            else if (note.Medicines.Count > 0 && note.Medicines.All(line => Forbids(note, line) is null))
                Assert.Fail($"seed {seed}, note {i}: refused, though the matrix allows every line");
        }
        TestContext.Out.WriteLine($"seed {seed}: {accepted} accepted with {lines} lines, {refused} refused");
        Assert.That(new[] { accepted, lines, refused }, Is.All.GreaterThan(1_000));
    }

    /// <summary>Why the matrix forbids the line in this note; null where it does not.</summary>
    private static string? Forbids(AdviceNote note, MedicineLine line)
    {
        var list = ListOf[line.Name];
        if (list == '-') return "a name nobody can read";
        if (list == 'X') return "prohibited";
        if (!note.Diagnoses.Any(d => d.Text.Trim().Length > 0)) return "no diagnosis";
        if (note.Requester is null || note.Urgency is null) return list == 'O' && line.Immediate is not true ? null : "contract 1.0 knew List O only";

        var doctor = note.Requester is { Role: "mo", Register: PractitionerRegister.StateMedicalCouncil or PractitionerRegister.Nmc };
        if (note.Patient.BirthDate > Some.Today.AddYears(-18) && (note.AccompaniedBy is null || note.AccompaniedBy.Name == "")) return "a child alone";
        if (note.Urgency == Urgency.Stat && (note.Referral is null || note.Referral.Place == "")) return "an emergency that stays";
        var visited = note.InPerson is { SameCondition: true, PractitionerCode: "dr-thakur", SlipNumber: "7" } visit && visit.On >= Some.Today.AddMonths(-6);
        if (note.FollowUpConsult && !visited) return "a follow-up of nothing";
        if (doctor != (note.ForTreatingDoctor == true)) return "the wrong one prescribes";
        if (doctor) return null;
        if (note.Urgency == Urgency.Stat)
            return list == 'E' && line.Immediate == true && line.Frequency == "STAT" && (line.DurationDays ?? 1) == 1 ? null : "closed in an emergency";
        if (list == 'E' || line.Immediate == true) return "only in an emergency";

        var seen = note.Mode == ConsultMode.Video && note.Video is { PatientConsented: true, DoctorConsented: true, ChoPresent: true } contact
            && contact.At > Some.Now.AddDays(-2);
        bool IsAddedTo(MedicineLine m) => line.AddOnTo is { } to && Root(to) == Root(m.Name) && Root(to) != Root(line.Name) && (ListOf[m.Name] is 'O' or 'A');
        bool GoesOn(MedicineLine l) => l.Continues is { } was && was.Length > 0 && Root(was) == Root(l.Name);
        return (list, note.FollowUpConsult) switch
        {
            ('O', _) => null,
            ('A', false) => seen ? null : "List A without video",
            ('A', true) => GoesOn(line) ? null : "List A, new in a follow-up",
            ('B', false) => "List B in a first consult",
            ('B', true) => note.Medicines.Any(m => IsAddedTo(m) && GoesOn(m)) ? null : "List B added to nothing",
            _ => seen && line.OffListReason is { } why && why.Trim().Length > 0 ? null : "on no list",
        };
    }

    // Salts and capitals of the vocabulary only.
    private static string Root(string name) =>
        name.ToUpperInvariant().Replace(" HYDROCHLORIDE", "", StringComparison.Ordinal).Replace(" PHOSPHATE", "", StringComparison.Ordinal);

    private static AdviceNote Note(Random random) => TestProgramme.Note() with
    {
        Requester = Mostly(random, 0.95) ? new Requester { Name = "A", Role = Of(random, "cho", "cho", "mo"), Register = Of(random, Registers) } : null,
        Urgency = Mostly(random, 0.95) ? Of(random, Urgency.Routine, Urgency.Routine, Urgency.Urgent, Urgency.Asap, Urgency.Stat) : null,
        Patient = Some.Patient() with { BirthDate = Some.Today.AddYears(-Of(random, 0, 17, 18, 42, 42, 42)) },
        AccompaniedBy = Mostly(random, 0.8) ? new AccompanyingAdult { Name = Of(random, "Ram Lal", "Ram Lal", ""), Relation = "father" } : null,
        Mode = Of(random, ConsultMode.Text, ConsultMode.Audio, ConsultMode.Video, ConsultMode.Video),
        Video = Mostly(random, 0.7) ? Contact(random) : null,
        FollowUpConsult = Mostly(random, 0.4),
        InPerson = Mostly(random, 0.8) ? Visit(random) : null,
        ForTreatingDoctor = Of<bool?>(random, null, false, true),
        Referral = Mostly(random, 0.6) ? new ReferralAdvice { Place = Of(random, "Theog", "Theog", "") } : null,
        Diagnoses = Mostly(random, 0.9) ? [new Diagnosis { Text = Of(random, "Fever", "Fever", "Fever", " ") }] : [],
        Medicines = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Line(random))],
    };

    private static VideoContact Contact(Random random) => TestProgramme.Video() with
    {
        At = Some.Now.AddDays(-Of(random, 0.01, 0.01, 0.9, 3)),
        PatientConsented = Mostly(random, 0.9),
        DoctorConsented = Mostly(random, 0.9),
        ChoPresent = Mostly(random, 0.9),
    };

    private static InPersonConsult Visit(Random random) => TestProgramme.InPerson() with
    {
        On = Some.Today.AddDays(-Of(random, 1, 20, 100, 170, 400)),
        SlipNumber = Of(random, "7", "7", ""),
        PractitionerCode = Of(random, "dr-thakur", "dr-thakur", "dr-negi"),
        SameCondition = Mostly(random, 0.9),
    };

    private static MedicineLine Line(Random random) => Some.Medicine() with
    {
        Name = Vocabulary[random.Next(Vocabulary.Length)].Name,
        Immediate = Of<bool?>(random, null, false, true),
        Frequency = Of(random, "TDS", "STAT", "STAT"),
        DurationDays = Of<int?>(random, null, 1, 1, 5),
        Continues = Of(random, null, "metformin", "Paracetamol", "AMOXICILLIN", "clonazepam", "morphine", ""),
        AddOnTo = Of(random, null, null, "metformin", "Paracetamol", "hctz"),
        OffListReason = Of(random, null, " ", "Nothing on the lists does it."),
    };

    private static bool Mostly(Random random, double share) => random.NextDouble() < share;

    private static T Of<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
