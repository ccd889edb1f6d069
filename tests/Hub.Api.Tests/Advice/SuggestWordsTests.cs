using Hub.Api.Advice;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Testing;

namespace Hub.Api.Tests.Advice;

public sealed class SuggestWordsTests
{
    private static readonly SuggestWords Suggest = new(Formulary.Default, DiagnosisIndex.Default, Centres(), TimeProvider.System);

    [TestCase("amox", "amoxicillin")]
    [TestCase("एमोक", "amoxicillin")]
    [TestCase("pcm", "paracetamol")]
    public void Medicines_come_with_their_other_names(string typed, string generic)
    {
        var found = Suggest.Medicines(typed, null).Value!;

        Assert.That(found[0].Value, Is.EqualTo(generic));
        Assert.That(found[0].Label, Does.Match(@"\p{IsDevanagari}"));
    }

    [Test]
    public void Diagnoses_come_with_their_code_and_hindi_title()
    {
        Assert.That(Suggest.Diagnoses("scab").Value!.Single(), Is.EqualTo(new SuggestWords.Suggestion("B86 · Scabies", "खुजली (स्कैबीज़)")));
        Assert.That(Suggest.Diagnoses("sc").Value, Is.Empty);
    }

    [TestCase("HP-SML-0147", "not at this centre")]   // a sub-health centre
    [TestCase("HP-SML-0200", null)]                    // a primary health centre
    [TestCase("HP-XXX-0000", null)]                    // nobody knows what it keeps
    public void What_the_patients_centre_does_not_keep_says_so_while_it_is_typed(string spoke, string? says) =>
        Assert.That(Suggest.Medicines("permeth", spoke).Value!.Single().Label, says is null ? Does.Not.Contain("centre") : Does.Contain(says).And.Contain("benzyl benzoate"));

    private static ProgrammeDirectory Centres() => new()
    {
        Programme = "Sample",
        Version = 1,
        IssuedAt = Some.Now,
        Hubs = Demo.HimachalPradesh.Hubs,
        Sites = Demo.HimachalPradesh.Sites,
        Spokes = Demo.HimachalPradesh.Spokes,
        Mappings = [],
        Practitioners = [],
    };
}
