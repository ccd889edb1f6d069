using System.Text;
using Shared.Contracts.Advice;
using Shared.Contracts.Medicines;

namespace Shared.Tests.Medicines;

public sealed class SafetyChecksTests
{
    private static readonly PatientFacts Adult = new() { Age = 34 };

    private static MedicineLine Line(string name, string dose = "1 tablet", string strength = "", string frequency = "OD", string route = "oral", string form = "tablet") =>
        new() { Name = name, Form = form, Dose = dose, Strength = strength, Frequency = frequency, DurationDays = 5, Route = route };

    private static string Found(PatientFacts patient, params MedicineLine[] lines) => string.Join("; ",
        SafetyChecks.Check(lines, patient, Formulary.Default).Select(f => $"{f.Line} {f.Check} {f.Against}{(f.NeedsReason ? " !" : "")}"));

    private static string Allergic(string to, string medicine) => Found(Adult with { Allergies = [to] }, Line(medicine));

    private static string With(string taken, string medicine) => Found(Adult with { CurrentMedicines = [taken] }, Line(medicine));

    // One row for each check: who, what is prescribed, what is found, and whether it is signed only with a reason.
    private static readonly (string Check, PatientFacts Patient, MedicineLine[] Lines, string Found, bool NeedsReason)[] Table =
    [
        ("allergy", Adult with { Allergies = ["penicillin"] }, [Line("amoxicillin")], "0 allergy penicillin", true),
        ("interaction", Adult, [Line("fluoxetine"), Line("linezolid")], "1 interaction fluoxetine", true),
        ("pregnancy", Adult with { Pregnant = true }, [Line("enalapril")], "0 pregnancy pregnancy", true),
        ("pregnancy-caution", Adult with { Pregnant = true }, [Line("ibuprofen")], "0 pregnancy-caution pregnancy", false),
        ("duplicate", Adult, [Line("paracetamol"), Line("PCM")], "1 duplicate paracetamol", false),
        ("dose", Adult, [Line("paracetamol", "3 tablets", "500 mg")], "0 dose 1000 mg", false),
        ("dose-per-day", Adult, [Line("paracetamol", "2 tablets", "500 mg", "Q4H")], "0 dose-per-day 4000 mg", false),
        ("child", new() { Age = 11 }, [Line("loperamide")], "0 child 12", false),
        ("look-alike", Adult, [Line("azithromycin")], "0 look-alike azathioprine", false),
    ];

    [Test]
    public void Every_check_finds_what_it_is_for_and_only_three_ask_for_a_reason() => Assert.Multiple(() =>
    {
        foreach (var (check, patient, lines, found, needsReason) in Table)
            Assert.That(Found(patient, lines).Split("; "), Has.Some.EqualTo(found + (needsReason ? " !" : "")), check);
        Assert.That(Table.Where(row => row.NeedsReason).Select(row => row.Check), Is.EqualTo(new[] { "allergy", "interaction", "pregnancy" }));
        Assert.That(Shared.Hosting.Ui.Texts.Load(strict: true, typeof(Hub.Api.Routes).Assembly).Keys.Where(key => key.StartsWith("safety.", StringComparison.Ordinal)),
            Is.EquivalentTo(Table.Select(row => $"safety.{row.Check}")), "a check without a row");
    });

    [TestCase("amoxicillin", "amoxicillin", true, TestName = "the medicine itself")]
    [TestCase("Penicillin", "amoxicillin", true, TestName = "its class by name")]
    [TestCase("पेनिसिलिन", "ampicillin", true, TestName = "its class in Hindi")]
    [TestCase("penicillin injection, 2019", "amoxicillin + clavulanic acid", true, TestName = "inside a longer text, and in a combination")]
    [TestCase("ampicillin", "cloxacillin", true, TestName = "another of the class")]
    [TestCase("penicillin", "cefixime", true, TestName = "a class that cross-reacts")]
    [TestCase("sulfa", "co-trimoxazole", true, TestName = "sulfa")]
    [TestCase("सल्फा", "silver sulphadiazine", true, TestName = "sulfa in Hindi, on the skin")]
    [TestCase("brufen, ibuprofen", "diclofenac", true, TestName = "two names, one known")]
    [TestCase("painkillers", "aspirin", true, TestName = "painkillers")]
    [TestCase("pcm", "paracetamol", true, TestName = "a synonym")]
    [TestCase("clavulanic acid", "amoxicillin + clavulanic acid", true, TestName = "an ingredient of a combination")]
    [TestCase("paracetamol", "ibuprofen + paracetamol", true, TestName = "an ingredient of a combination that is on no list")]
    [TestCase("peanuts", "amoxicillin", false, TestName = "something else")]
    [TestCase("penicillin", "azithromycin", false, TestName = "another class")]
    [TestCase("paracetamol", "ibuprofen", false, TestName = "another medicine")]
    [TestCase("omeprazole", "pantoprazole", false, TestName = "a class that nobody is allergic to as such")]
    [TestCase("", "amoxicillin", false, TestName = "an empty word")]
    public void An_allergy(string to, string medicine, bool found) =>
        Assert.That(Allergic(to, medicine).Contains($"allergy {to} !", StringComparison.Ordinal), Is.EqualTo(found));

    [TestCaseSource(nameof(Pairs))]
    public void Every_pair_interacts_both_ways_and_with_what_is_already_taken(string one, string other)
    {
        Assert.That(Found(Adult, Line(one), Line(other)), Does.Contain($"0 interaction {other} !").And.Contain($"1 interaction {one} !"));
        Assert.That(With($"Tab. {other} 50 mg", one), Does.Contain($"0 interaction {other} !"));
    }

    private static IEnumerable<TestCaseData> Pairs() =>
        from pair in Formulary.Default.Data.Interactions
        from one in pair.One
        from other in pair.Other
        where one != other
        select new TestCaseData(one, other);

    [Test]
    public void Others_do_not_interact_nor_does_one_with_itself()
    {
        Assert.That(Found(Adult, Line("paracetamol"), Line("amoxicillin")), Is.Empty);
        Assert.That(Found(Adult, Line("azithromycin")), Does.Not.Contain("interaction"));
        Assert.That(With("azithromycin 500 mg", "azithromycin"), Is.EqualTo("0 duplicate azithromycin; 0 look-alike azathioprine"));
    }

    [TestCase("enalapril", "0 pregnancy pregnancy !")]
    [TestCase("methotrexate", "0 pregnancy pregnancy !")]
    [TestCase("doxycycline", "0 pregnancy pregnancy !")]
    [TestCase("ibuprofen", "0 pregnancy-caution pregnancy")]
    [TestCase("paracetamol", "")]
    [TestCase("insulin", "")]
    [TestCase("telmisartan + amlodipine", "0 pregnancy pregnancy !", TestName = "an ingredient of a combination that is on no list, in pregnancy")]
    public void In_pregnancy(string medicine, string found)
    {
        Assert.That(Found(Adult with { Pregnant = true }, Line(medicine)), Does.StartWith(found));
        Assert.That(Found(Adult, Line(medicine)), Does.Not.Contain("pregnancy"));
    }

    [Test]
    public void A_medicine_or_its_class_twice_is_said_at_the_later_line()
    {
        Assert.That(Found(Adult, Line("paracetamol"), Line("PCM")), Is.EqualTo("1 duplicate paracetamol"));
        Assert.That(Found(Adult, Line("ibuprofen"), Line("diclofenac")), Is.EqualTo("1 duplicate ibuprofen"));
        Assert.That(Found(Adult, Line("paracetamol"), Line("ibuprofen + paracetamol")), Is.EqualTo("1 duplicate paracetamol"));
        Assert.That(Found(Adult, Line("fluconazole"), Line("clotrimazole", route: "topical")), Does.Not.Contain("duplicate"), "by mouth and on the skin");
        Assert.That(With("paracetamol 500 mg", "paracetamol"), Is.EqualTo("0 duplicate paracetamol"));
        Assert.That(With("Tab. PCM SOS", "paracetamol"), Is.EqualTo("0 duplicate paracetamol"));
    }

    [TestCase("2 tablets", "500 mg", "QID", "")]
    [TestCase("3 tablets", "500 mg", "OD", "0 dose 1000 mg")]
    [TestCase("2 tablets", "500 mg", "Q4H", "0 dose-per-day 4000 mg")]
    [TestCase("3 tablets", "500 mg", "SOS", "0 dose 1000 mg")]
    [TestCase("some", "500 mg", "Q4H", "")]
    public void A_dose(string dose, string strength, string frequency, string found) =>
        Assert.That(Found(Adult, Line("paracetamol", dose, strength, frequency)), Is.EqualTo(found));

    [Test]
    public void Methotrexate_every_day_is_too_much_and_once_a_week_is_not()
    {
        Assert.That(Found(Adult, Line("methotrexate", "1 tablet", "7.5 mg", "OD")), Is.EqualTo("0 dose-per-day 4 mg"));
        Assert.That(Found(Adult, Line("methotrexate", "2 tablets", "7.5 mg", "OW")), Is.Empty);
    }

    [TestCase(11, "0 child 12")]
    [TestCase(12, "")]
    [TestCase(null, "")]
    public void A_child(int? age, string found) => Assert.That(Found(new() { Age = age }, Line("loperamide")), Is.EqualTo(found));

    [TestCaseSource(nameof(LookAlikes))]
    public void Names_that_look_alike_are_shown_each_way(string one, string other) =>
        Assert.That(Found(Adult, Line(one)), Does.Contain($"0 look-alike {other}"));

    private static IEnumerable<TestCaseData> LookAlikes() => Formulary.Default.Data.LookAlikes
        .Where(pair => pair.All(name => Formulary.Default.GenericOf(name) == name))
        .SelectMany(pair => new[] { new TestCaseData(pair[0], pair[1]), new TestCaseData(pair[1], pair[0]) });

    [Test]
    public void Whatever_is_typed_makes_no_error()
    {
        const int seed = 20261126;
        var random = new Random(seed);
        string[] words = ["paracetamol", "+", "penicillin", "½", "9999999999999999999999", "/", "ज़िंक", "\ud83d", "\u200d", "sulfa", "tablet", "", "1/0", " ", "mg"];
        string Some() => new StringBuilder().AppendJoin(' ', Enumerable.Range(0, random.Next(40)).Select(_ => words[random.Next(words.Length)])).ToString();

        for (var run = 0; run < 500; run++)
        {
            MedicineLine[] lines = [.. Enumerable.Range(0, 3).Select(_ => Line(Some(), Some(), Some(), "TDS", form: Some()))];
            PatientFacts patient = new() { Age = random.Next(90), Pregnant = true, Allergies = [Some()], CurrentMedicines = [Some()] };
            Assert.That(() => lines.Select(MedicineDose.Quantity).Count() + SafetyChecks.Check(lines, patient, Formulary.Default).Count,
                Throws.Nothing, $"seed {seed}, run {run}");
        }
    }
}
