using Hub.Api.Advice;
using Shared.Contracts.Medicines;

namespace Hub.Api.Tests.Advice;

public sealed class SuggestWordsTests
{
    private static readonly SuggestWords Suggest = new(Formulary.Default);

    [TestCase("amox", "amoxicillin")]
    [TestCase("एमोक", "amoxicillin")]
    [TestCase("pcm", "paracetamol")]
    public void Medicines_come_with_their_other_names(string typed, string generic)
    {
        var found = Suggest.Medicines(typed).Value!;

        Assert.That(found[0].Value, Is.EqualTo(generic));
        Assert.That(found[0].Label, Does.Match(@"\p{IsDevanagari}"));
    }

    [Test]
    public void Diagnoses_come_with_their_code_and_hindi_title()
    {
        Assert.That(SuggestWords.Diagnoses("scab").Value!.Single(), Is.EqualTo(new SuggestWords.Suggestion("B86 · Scabies", "खुजली (स्कैबीज़)")));
        Assert.That(SuggestWords.Diagnoses("sc").Value, Is.Empty);
    }
}
