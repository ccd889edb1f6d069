using Shared.Hosting.Problems;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Domain;

public sealed class PatientTests
{
    [Test]
    public void The_search_looks_in_name_relative_village_phone_and_abha_number()
    {
        var patient = Patient.Register(Some.Patient() with { AbhaNumber = "91123456789012" }, Some.SpokeCode, Some.Now);

        Assert.That(patient.SearchText, Is.EqualTo("savitri devi ram lal kotkhai 9418012345 91123456789012"));
    }
}

public sealed class PostedTests
{
    [TestCase(null, "a")]
    [TestCase("b", "b")]
    public void Who_is_posted_at_several_spokes_says_which_or_means_the_first(string? asked, string spoke) =>
        Assert.That(Posted.At(asked, ["a", "b"]), Is.EqualTo(spoke));

    [TestCase("c", "a")]
    [TestCase(null)]
    [TestCase("c")]
    public void Who_is_not_posted_there_today_acts_for_nobody(string? asked, params string[] places) =>
        Assert.That(() => Posted.At(asked, places), Throws.TypeOf<RuleBrokenException>().With.Property("Code").EqualTo("not-posted"));
}
