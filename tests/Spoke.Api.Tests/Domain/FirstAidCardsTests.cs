using Shared.Contracts.Consults;
using Shared.Contracts.Quality;
using Shared.Hosting.Ui;
using Spoke.Api.Domain;

namespace Spoke.Api.Tests.Domain;

public sealed class FirstAidCardsTests
{
    private static RequestContent About(string complaint, Pregnancy? pregnancy = null) =>
        new() { Complaints = [new Complaint { Text = ComplaintGuide.Find(complaint)!.Name.Hi }], Pregnancy = pregnancy };

    [TestCaseSource(typeof(FirstAidCards), nameof(FirstAidCards.Codes))]
    public void A_card_says_what_to_do_and_what_not_in_both_languages(string code)
    {
        foreach (var language in new[] { Texts.English, Texts.Hindi })
        {
            Assert.That(Texts.Current.Template($"first-aid.{code}.do.5", language), Is.Not.Empty);
            Assert.That(Texts.Current.Template($"first-aid.{code}.dont.2", language), Is.Not.Empty);
        }
    }

    [Test]
    public void Every_card_that_a_complaint_names_exists_and_every_card_is_named() =>
        Assert.That(ComplaintGuide.All.Select(c => c.FirstAid).OfType<string>().Append("pregnancy").Distinct(), Is.EquivalentTo(FirstAidCards.Codes));

    [TestCase("snake-bite", "snake-bite")]
    [TestCase("burn", "burns")]
    [TestCase("fever", null)]
    public void The_complaint_chooses_the_card(string complaint, string? card) => Assert.That(FirstAidCards.For(About(complaint)), Is.EqualTo(card));

    [TestCase("convulsion")]
    [TestCase("bleeding")]
    public void In_pregnancy_fits_and_bleeding_have_a_card_of_their_own(string complaint) =>
        Assert.That(FirstAidCards.For(About(complaint, new Pregnancy { GestationWeeks = 35 })), Is.EqualTo("pregnancy"));
}
