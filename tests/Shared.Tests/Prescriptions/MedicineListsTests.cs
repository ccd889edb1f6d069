using Shared.Contracts.Prescriptions;
using Testing;

namespace Shared.Tests.Prescriptions;

public sealed class MedicineListsTests
{
    internal static readonly MedicineLists Plain = new()
    {
        Source = "test",
        Version = "1",
        SignedBy = "State Nodal Officer",
        OrderNumber = "7",
        OrderedOn = Some.Today,
        Medicines = [new() { Generic = "paracetamol", Synonyms = ["pcm"], List = MedicineList.O }],
        Prohibited =
        [
            new() { Generic = "phenobarbital", Synonyms = ["phenobarbitone"], Because = "ndps" },
            new() { Generic = "codeine", Because = "ndps" },
        ],
        Exceptions = [new() { Generic = "phenobarbitone", List = MedicineList.A, From = new(2020, 4, 12), Source = "notice" }],
    };

    private static string? List(string name, MedicineLists? lists = null, DateOnly? day = null) =>
        new PrescribingPolicy(lists ?? MedicineLists.Default).ListsOf(name, day ?? Some.Today) is { } found
            ? string.Join(" ", found.Select(list => list?.ToString() ?? "none"))
            : null;

    [TestCase("paracetamol", "O")]
    [TestCase("PARACETAMOL", "O")]
    [TestCase("  Paracetamol ", "O")]
    [TestCase("pcm", "O")]
    [TestCase("acetaminophen", "O")]
    [TestCase("पैरासिटामोल", "O")]
    [TestCase("O.R.S.", "O")]
    [TestCase("ओ आर एस", "none")]
    [TestCase("ओ.आर.एस.", "O")]
    [TestCase("zinc", "O")]
    [TestCase("zinc acetate", "none")]
    [TestCase("calcium gluconate", "none")]
    [TestCase("N-acetylcysteine", "O")]
    [TestCase("ambroxol hydrochloride", "O")]
    [TestCase("फोलिक एसिड", "O")]
    [TestCase("फ़ोलिक एसिड", "O")]
    [TestCase("metformin hydrochloride", "A")]
    [TestCase("Metformin HCl", "A")]
    [TestCase("मेटफॉर्मिन हाइड्रोक्लोराइड", "A")]
    [TestCase("मेटफोर्मिन", "A")]
    [TestCase("amlodipine besylate", "A")]
    [TestCase("diclofenac sodium", "A")]
    [TestCase("amoxicillin trihydrate + potassium clavulanate", "A")]
    [TestCase("amoxicillin / clavulanic acid", "A")]
    [TestCase("sulfamethoxazole and trimethoprim", "A")]
    [TestCase("epinephrine bitartrate", "Emergency")]
    [TestCase("magnesium sulfate", "Emergency")]
    [TestCase("magnesium hydroxide", "none")]
    [TestCase("hydrochlorothiazide", "B")]
    [TestCase("sitagliptin phosphate monohydrate", "B")]
    [TestCase("phenobarbitone", "A")]
    [TestCase("phenobarbital sodium", "A")]
    [TestCase("फेनोबार्बिटोन", "A")]
    [TestCase("phenobarbitone paracetamol", "Prohibited")]
    [TestCase("clonazepam", "A")]
    [TestCase("clonazepam + escitalopram", "A A")]
    [TestCase("clonazepam escitalopram", "Prohibited")]
    [TestCase("morphine sulphate", "Prohibited")]
    [TestCase("Morphine-SR 10mg", "Prohibited")]
    [TestCase("morphine10", "Prohibited")]
    [TestCase("mor\u00ADphine", "Prohibited")]
    [TestCase("mórphine", "Prohibited")]
    [TestCase("ｍｏｒｐｈｉｎｅ", "Prohibited")]
    [TestCase("मॉर्फिन", "Prohibited")]
    [TestCase("codeine phosphate linctus", "Prohibited")]
    [TestCase("co-codamol", "Prohibited")]
    [TestCase("tramadol + paracetamol", "Prohibited")]
    [TestCase("esketamine", "Prohibited")]
    [TestCase("अल्प्राज़ोलम", "Prohibited")]
    [TestCase("insulin", "none")]
    [TestCase("Crocin", "none")]
    [TestCase("paracetamol 500 mg", "none")]
    [TestCase("parcetamol", "none")]
    [TestCase("hydrochloride", "none")]
    [TestCase("pаracetamol", null)]
    [TestCase("\ud800paracetamol", null)]
    public void A_medicine_is_on_its_list_by_every_name(string name, string? lists) => Assert.That(List(name), Is.EqualTo(lists));

    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return Row(l => With(l, "paracetamol", MedicineList.A), "paracetamol is on List");
        yield return Row(l => With(l, "PCM", MedicineList.O), "The name");
        yield return Row(l => With(l, "paracetamol sodium", MedicineList.B), "paracetamol sodium is on List B, but paracetamol is on List O");
        yield return Row(l => With(l, "codeine", MedicineList.O), "codeine is on List O, but codeine is prohibited (ndps)");
        yield return Row(l => With(l, "codeine phosphate", MedicineList.A), "codeine phosphate is on List A, but codeine is prohibited");
        yield return Row(l => With(l, "paracetamol + codeine", MedicineList.A), "paracetamol + codeine is on List A, but codeine");
        yield return Row(l => With(l, "linctus", MedicineList.O, "codeine linctus"), "linctus is on List O, but codeine");
        yield return Row(l => With(l, "phenobarbital", MedicineList.A), "phenobarbital is on List A, but phenobarbital is prohibited");
        yield return Row(l => With(l, "heroin", MedicineList.Prohibited), "heroin is listed as prohibited; say under which law");
        yield return Row(l => With(l, "500", MedicineList.O), "cannot be read: '500'");
        yield return Row(l => l with { Prohibited = [.. l.Prohibited, new() { Generic = "", Because = "ndps" }] }, "cannot be read: ''");
        yield return Row(l => l with { Medicines = [l.Medicines[0] with { From = new(2026, 2, 1), Until = new(2026, 1, 1) }] },
            "paracetamol leaves List O before it is on it");
        yield return Row(l => Except(l, e => e with { From = null }), "The exception for phenobarbitone has no date");
        yield return Row(l => Except(l, e => e with { Generic = "paracetamol" }), "paracetamol is not prohibited, so it needs no exception");
        yield return Row(l => Except(l, e => e with { List = MedicineList.O }),
            "phenobarbitone is prohibited (ndps); an exception can put it on List A or B only");
        yield return Row(l => Except(l, e => e with { List = MedicineList.Emergency }), "an exception can put it on List A or B only");
        yield return Row(l => l with { Exceptions = [.. l.Exceptions, l.Exceptions[0] with { Generic = "phenobarbital" }] },
            "phenobarbital has two exceptions");
        yield return Row(l => l with { SignedBy = " " }, "who signed them");
        yield return Row(l => l with { OrderNumber = "" }, "the order's number");
        yield return Row(l => l with { Version = "" }, "their version");

        static MedicineLists With(MedicineLists lists, string generic, MedicineList list, params string[] synonyms) =>
            lists with { Medicines = [.. lists.Medicines, new() { Generic = generic, Synonyms = synonyms, List = list }] };

        static MedicineLists Except(MedicineLists lists, Func<ListException, ListException> other) =>
            lists with { Exceptions = [other(lists.Exceptions[0])] };

        static TestCaseData Row(Func<MedicineLists, MedicineLists> wrong, string sentence) =>
            new TestCaseData(wrong, sentence).SetArgDisplayNames(sentence);
    }

    [TestCaseSource(nameof(Contradictions))]
    public void Lists_that_contradict_themselves_stop_the_start_with_a_sentence_that_names_the_medicine(object wrong, string sentence) =>
        Assert.That(() => new PrescribingPolicy(((Func<MedicineLists, MedicineLists>)wrong)(Plain)),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(sentence));

    [Test]
    public void A_row_ends_and_another_begins_and_each_day_has_its_own()
    {
        var moved = Plain with
        {
            Medicines =
            [
                new() { Generic = "chloroquine", List = MedicineList.A, Until = new(2026, 6, 30) },
                new() { Generic = "chloroquine", List = MedicineList.O, From = new(2026, 7, 1), Until = new(2026, 9, 30) },
            ],
        };

        var (before, after) = (moved.Medicines[0], moved.Medicines[1]);
        string[] days = ["2020-01-01", "2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"];

        Assert.That(days.Select(day => List("chloroquine", moved, DateOnly.Parse(day, null))), Is.EqualTo(new[] { "A", "A", "O", "O", "none" }));
        Assert.That(List("chloroquine", moved with { Medicines = [after] }, new(2026, 6, 30)), Is.EqualTo("none"));
        Assert.That(() => new PrescribingPolicy(moved with { Medicines = [before with { Until = new(2026, 7, 1) }, after] }),
            Throws.TypeOf<InvalidDataException>());
        Assert.That(() => new PrescribingPolicy(moved with { Medicines = [after with { From = new(2026, 6, 30) }, before] }),
            Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void A_salt_on_the_same_list_may_have_a_row_of_its_own()
    {
        var both = Plain with { Medicines = [.. Plain.Medicines, new() { Generic = "paracetamol sodium", List = MedicineList.O }] };

        Assert.That(List("paracetamol sodium", both), Is.EqualTo("O"));
    }

    [Test]
    public void The_formulary_must_agree_with_the_order()
    {
        var policy = new PrescribingPolicy(Plain);

        Assert.That(() => policy.MustAgree("paracetamol", MedicineList.O, Some.Today), Throws.Nothing);
        Assert.That(() => policy.MustAgree("phenobarbital", MedicineList.A, Some.Today), Throws.Nothing);
        Assert.That(() => policy.MustAgree("insulin", null, Some.Today), Throws.Nothing);
        AssertRefused("paracetamol", MedicineList.A, "paracetamol is on List A in the formulary and on List O in order 7.");
        AssertRefused("insulin", MedicineList.A, "insulin is on List A in the formulary and on no list in order 7.");
        AssertRefused("paracetamol + insulin", MedicineList.O, "paracetamol + insulin is on List O in the formulary and on List O and no list in order 7.");
        AssertRefused("", null, "The name  cannot be read.");

        void AssertRefused(string generic, MedicineList? list, string sentence) => Assert.That(() => policy.MustAgree(generic, list, Some.Today),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(sentence));
    }

    [Test]
    public void Every_medicine_of_the_default_has_a_hindi_name_and_its_order() => Assert.Multiple(() =>
    {
        var lists = MedicineLists.Default;
        foreach (var (generic, hindi) in lists.Medicines.Select(m => (m.Generic, m.NameHi)).Concat(lists.Prohibited.Select(m => (m.Generic, m.NameHi))))
            Assert.That(hindi, Does.Match(@"\p{IsDevanagari}"), generic);
        Assert.That(lists.Source, Does.Contain("Telemedicine Practice Guidelines"));
        Assert.That(lists.Version, Does.Match(@"^\d{4}-\d{2}-\d{2}$").And.EqualTo(PrescribingPolicy.Default.RulesVersion));
        Assert.That(lists.Prohibited.Select(p => p.Because), Is.All.EqualTo("schedule-x").Or.EqualTo("ndps"));
    });
}
