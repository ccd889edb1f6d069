using Shared.Contracts.Consults;
using Shared.Contracts.Quality;
using Spoke.Api.Domain;

namespace Spoke.Api.Tests.Domain;

public sealed class FirstAidCardsTests
{
    private static RequestContent About(string complaint, Pregnancy? pregnancy = null) =>
        new() { Complaints = [new Complaint { Text = ComplaintGuide.Find(complaint)!.Name.Hi }], Pregnancy = pregnancy };

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
