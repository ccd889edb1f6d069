using Hub.Api.Domain;
using Shared.Hosting.Problems;

namespace Hub.Api.Tests.Domain;

public sealed class HolderTokenTests
{
    [Test]
    public void A_token_comes_back_as_it_went() => Assert.That(HolderToken.Parse("42"), Is.EqualTo(42));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("forty-two")]
    [TestCase("99999999999999999999")]
    public void Anything_else_is_an_old_token(string? token) =>
        Assert.That(() => HolderToken.Parse(token), Throws.TypeOf<RuleBrokenException>().With.Property("Code").EqualTo("token-stale"));
}
