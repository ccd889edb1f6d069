using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Tests.Prescriptions;
using Testing;

namespace Shared.Tests.Medicines;

public sealed class FormularyTests
{
    private static readonly Formulary Formulary = Formulary.Default;

    private static string[] Found(string typed) => [.. Formulary.Search(typed).Select(m => m.Generic)];

    [Test]
    public void Every_medicine_that_is_on_a_list_is_in_it_once()
    {
        var lists = MedicineLists.Default;

        Assert.That(Formulary.Data.Medicines.Select(m => m.Generic),
            Is.EquivalentTo(lists.Medicines.Select(m => m.Generic).Concat(lists.Exceptions.Select(e => e.Generic))));
    }

    [Test]
    public void It_says_where_it_comes_from_and_that_clinicians_have_still_to_sign_it_off() =>
        Assert.That(Formulary.Data.Source, Does.Contain("need clinical and legal sign-off"));

    [Test]
    public void Forms_and_strengths_are_there_and_figures_are_plausible() => Assert.Multiple(() =>
    {
        foreach (var medicine in Formulary.Data.Medicines)
        {
            Assert.That(medicine.Products.Select(p => p.Form), Is.All.Not.Empty, medicine.Generic);
            Assert.That(medicine.Products.Select(p => p.Route), Is.All.AnyOf("oral", "topical", "eye", "ear", "nose", "inhaled", "injection"), medicine.Generic);
            Assert.That(medicine.Products, Is.Unique, medicine.Generic);
            Assert.That(medicine.Usual?.Frequency ?? "OD", Is.AnyOf("OD", "BD", "TDS", "QID", "HS", "Q6H", "OW", "SOS", "STAT"), medicine.Generic);
            Assert.That(Milligrams(medicine) > medicine.MostMgPerDose, Is.False, medicine.Generic);
            Assert.That(Milligrams(medicine) * MedicineDose.TimesADay(medicine.Usual?.Frequency ?? "OD") > medicine.MostMgPerDay, Is.False, medicine.Generic);
            Assert.That(medicine.CautionUnderYears ?? 1, Is.InRange(1, 18), medicine.Generic);
        }
    });

    // The larger figure of what is usual, where it is one of mg.
    private static decimal? Milligrams(FormularyMedicine medicine) =>
        medicine is { Usual: { } usual, MostMgPerDose: not null, MostMgPerDay: not null } ? MedicineDose.Mg(new() { Dose = usual.Dose.Split('–')[^1] }) : null;

    [TestCase("Paracetamol", "paracetamol")]
    [TestCase("PCM", "paracetamol")]
    [TestCase("पैरासिटामोल", "paracetamol")]
    [TestCase("metformin hydrochloride", "metformin")]
    [TestCase("phenobarbitone", "phenobarbital")]
    [TestCase("folic acid + iron", "iron + folic acid")]
    [TestCase("betamethasone valerate", "betamethasone valerate")]
    [TestCase("insulin", null)]
    [TestCase("", null)]
    public void It_knows_a_medicine_by_every_name_the_policy_knows(string name, string? generic) =>
        Assert.That(Formulary.Find(name)?.Generic, Is.EqualTo(generic));

    [TestCase("amo", "amoxicillin", "amoxicillin + clavulanic acid")]
    [TestCase("AMOX", "amoxicillin", "amoxicillin + clavulanic acid")]
    [TestCase("पैरा", "paracetamol", "paradichlorobenzene + benzocaine + chlorbutol + turpentine oil")]
    [TestCase("pcm", "paracetamol")]
    [TestCase("epin", "adrenaline")]
    [TestCase("clav", "amoxicillin + clavulanic acid")]
    [TestCase("xyz")]
    [TestCase("pa")]
    [TestCase("")]
    [TestCase("प")]
    public void Three_letters_find_it_in_either_script(string typed, params string[] generics) =>
        Assert.That(generics.Length == 0 ? Found(typed) : Found(typed).Take(typed == "पैरा" ? 1 : 2), Is.EqualTo(typed == "पैरा" ? generics[..1] : generics));

    [Test]
    public void What_begins_with_the_letters_comes_before_what_is_otherwise_called_so()
    {
        var found = Found("sal").ToList();

        Assert.That(found[..3], Is.EqualTo(new[] { "salbutamol", "salicylic acid", "salmeterol" }));
        Assert.That(Found("iro"), Does.Contain("iron + folic acid"));
        Assert.That(Formulary.Search("cef", most: 2), Has.Count.EqualTo(2));
    }

    [Test]
    public void Every_medicine_is_found_by_the_first_letters_of_each_of_its_names() => Assert.Multiple(() =>
    {
        foreach (var medicine in Formulary.Data.Medicines)
            foreach (var name in Formulary.OtherNames(medicine).Prepend(medicine.Generic))
                Assert.That(Formulary.Search(name, most: 300), Does.Contain(medicine), name);
    });

    [Test]
    public void What_a_centre_does_not_keep_has_the_nearest_that_it_keeps()
    {
        Assert.That(Formulary.Instead("paracetamol", EssentialLevel.Shc, Some.Today), Is.Null, "it is kept");
        Assert.That(Formulary.Instead("insulin", EssentialLevel.Shc, Some.Today), Is.Null, "nothing is known of it");
        Assert.That(Formulary.Instead("esomeprazole", EssentialLevel.Phc, Some.Today), Is.EqualTo(new[] { "omeprazole", "pantoprazole" }));
        Assert.That(Formulary.Instead("esomeprazole", EssentialLevel.Shc, Some.Today), Is.Empty);
        Assert.That(Formulary.Instead("bromhexine", EssentialLevel.Dh, Some.Today), Is.Null);
        Assert.That(Formulary.Instead("ketoconazole", EssentialLevel.Shc, Some.Today), Is.EqualTo(new[] { "clotrimazole" }), "a cream for a cream");
    }

    [Test]
    public void A_refused_medicine_has_those_of_list_o_in_its_class()
    {
        Assert.That(Formulary.ListOInstead("ferrous ascorbate + folic acid", Some.Today), Is.EqualTo(new[] { "iron + folic acid" }));
        Assert.That(Formulary.ListOInstead("amoxicillin", Some.Today), Is.Empty);
    }

    [TestCaseSource(nameof(Contradictions))]
    public void A_formulary_that_contradicts_the_lists_or_itself_is_none(Func<FormularyData, FormularyData> wrong, string sentence) =>
        Assert.That(() => new Formulary(wrong(FormularyData.Default), MedicineLists.Default),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(sentence));

    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return Row("paracetamol", m => m with { Schedule = DrugSchedule.X }, "paracetamol is of Schedule X in the formulary, but the medicine lists do not prohibit it.");
        yield return Row("paracetamol", m => m with { Generic = "tramadol" }, "tramadol is in the formulary, but may not be prescribed remotely.");
        yield return Row("folic acid", m => m with { Generic = "pcm" }, "pcm of the formulary is called paracetamol in the medicine lists.");
        yield return Row("folic acid", m => m with { Generic = "Paracetamol" }, "Paracetamol is in the formulary twice.");
        yield return Row("folic acid", m => m with { Generic = "+" }, "The formulary's name + cannot be read.");
        yield return Row("folic acid", m => m with { Classes = [] }, "folic acid has no class or no product in the formulary.");
        yield return Row("folic acid", m => m with { Products = [] }, "folic acid has no class or no product in the formulary.");
        yield return Row("folic acid", m => m with { MostMgPerDose = 0 }, "folic acid has a largest dose that is none.");
        yield return new(Changed(d => d with { Version = " " }), "The formulary does not say its source and version.");
        yield return new(Changed(d => d with { Allergies = [new() { Class = "unheard-of", Names = [] }] }),
            "No medicine of the formulary is of the class unheard-of, which its allergies name.");
        yield return new(Changed(d => d with { Allergies = [.. d.Allergies, new() { Class = "ppi", Names = ["Sulfa"] }] }), "The name Sulfa means two classes of allergy.");
        yield return new(Changed(d => d with { LookAlikes = [["metformin"]] }), "Names that look alike come in pairs, not as metformin.");

        static Func<FormularyData, FormularyData> Changed(Func<FormularyData, FormularyData> change) => change;

        static TestCaseData Row(string generic, Func<FormularyMedicine, FormularyMedicine> change, string sentence) =>
            new(Changed(d => d with { Medicines = [.. d.Medicines.Select(m => m.Generic == generic ? change(m) : m)] }), sentence);
    }

    [Test]
    public void A_programme_with_lists_of_its_own_keeps_the_formulary() =>
        Assert.That(() => new Formulary(FormularyData.Default, MedicineListsTests.Plain).Find("betamethasone valerate")?.Generic, Is.EqualTo("betamethasone valerate"));
}
