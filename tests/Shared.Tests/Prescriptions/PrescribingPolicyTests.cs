using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Prescriptions;
using Testing;

namespace Shared.Tests.Prescriptions;

public sealed class PrescribingPolicyTests
{
    private static readonly Diagnosis[] Diagnosed = [Some.Diagnosis()];

    private static IEnumerable<string> OnTheList => PrescribingPolicy.ListO.SelectMany(generic => generic.Synonyms.Prepend(generic.Generic));

    private static MedicineLine Line(string name) => Some.Medicine() with { Name = name };

    [TestCaseSource(nameof(OnTheList))]
    public void What_is_on_list_o_may_be_prescribed_in_a_first_written_consult(string name) =>
        Assert.That(PrescribingPolicy.Check(Diagnosed, [Line(name)]), Is.Empty);

    [TestCaseSource(nameof(OnTheList))]
    public void Capitals_hyphens_and_blanks_make_no_other_medicine(string name) =>
        Assert.That(PrescribingPolicy.Check(Diagnosed, [Line($"  {name.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal)} ")]), Is.Empty);

    // Lists A, B, the prohibited list, a brand, a misspelling, a combination, a look-alike, and nothing at all.
    [TestCase("amoxicillin")]
    [TestCase("azithromycin")]
    [TestCase("metformin")]
    [TestCase("amlodipine")]
    [TestCase("prednisolone")]
    [TestCase("insulin")]
    [TestCase("phenobarbitone")]
    [TestCase("clobazam")]
    [TestCase("morphine")]
    [TestCase("tramadol")]
    [TestCase("codeine")]
    [TestCase("alprazolam")]
    [TestCase("ketamine")]
    [TestCase("misoprostol")]
    [TestCase("Crocin")]
    [TestCase("parcetamol")]
    [TestCase("paracetamol + codeine")]
    [TestCase("paracetamol and tramadol")]
    [TestCase("paracetamol 500 mg")]
    [TestCase("pаracetamol")]   // its second letter is Cyrillic
    [TestCase("")]
    [TestCase(" ")]
    public void Everything_else_is_refused_at_its_line(string name) =>
        Assert.That(PrescribingPolicy.Check(Diagnosed, [Some.Medicine(), Line(name)]), Is.EqualTo(new[] { new PrescribingRefusal("medicine-not-allowed", 1, name) }));

    [Test]
    public void No_medicine_without_a_diagnosis() =>
        Assert.That(PrescribingPolicy.Check([], [Some.Medicine()]), Is.EqualTo(new[] { new PrescribingRefusal("diagnosis-missing", -1, "") }));

    [Test]
    public void A_code_alone_is_no_diagnosis() =>
        Assert.That(PrescribingPolicy.Check([new Diagnosis { Code = "R50.9", Text = " " }], [Some.Medicine()]).Select(r => r.Code), Is.EqualTo(new[] { "diagnosis-missing" }));

    [Test]
    public void Every_refusal_is_named_at_once() =>
        Assert.That(PrescribingPolicy.Check([], [Line("morphine"), Some.Medicine(), Line("insulin")]).Select(r => (r.Code, r.Line)),
            Is.EqualTo(new[] { ("diagnosis-missing", -1), ("medicine-not-allowed", 0), ("medicine-not-allowed", 2) }));

    [Test]
    public void Advice_without_medicines_needs_no_diagnosis() => Assert.That(PrescribingPolicy.Check([], []), Is.Empty);

    [Test]
    public void No_name_on_the_list_means_two_medicines() => Assert.That(OnTheList, Is.Unique.IgnoreCase);

    [Test]
    public void Each_generic_has_a_hindi_name_a_form_and_a_strength() => Assert.Multiple(() =>
    {
        foreach (var generic in PrescribingPolicy.ListO)
        {
            Assert.That(generic.NameHi, Does.Match(@"\p{IsDevanagari}"), generic.Generic);
            Assert.That(generic.Forms, Is.Not.Empty, generic.Generic);
            Assert.That(generic.Strengths, Is.Not.Empty, generic.Generic);
        }
    });

    [Test]
    public void The_list_says_its_source_and_version()
    {
        using var file = JsonDocument.Parse(typeof(PrescribingPolicy).Assembly.GetManifestResourceStream("list-o.json")!);

        Assert.That(file.RootElement.GetProperty("source").GetString(), Does.Contain("Telemedicine Practice Guidelines"));
        Assert.That(PrescribingPolicy.RulesVersion, Does.Match(@"^\d{4}-\d{2}$"));
    }
}
