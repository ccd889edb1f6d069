using System.Net;
using Shared.Hosting.Ui;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.FirstAid;

public sealed class FirstAidPageTests(TestDatabase database) : SpokeSlice(database)
{
    // The site of these tests has no broker: its link is down.
    [Test]
    public async Task Every_card_is_there_with_the_link_down([Values(Texts.English, Texts.Hindi)] string language)
    {
        Assert.That((bool?)(await Spoke.As("cho-sunita").Get("/api/connection")).Must(HttpStatusCode.OK)["linkIsUp"], Is.False);
        foreach (var code in FirstAidCards.Codes)
        {
            using var response = await Spoke.As("cho-sunita", language).Request(HttpMethod.Get, $"/first-aid/{code}");

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), code);
            var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
            foreach (var part in (string[])["title", "do.1", "do.5", "dont.2"])
                Assert.That(page, Does.Contain(Texts.Current.Template($"first-aid.{code}.{part}", language)), $"{code}, {part}");
        }
    }

    [Test]
    public async Task A_card_that_nobody_wrote_is_not_found()
    {
        using var response = await Spoke.As("cho-sunita").Request(HttpMethod.Get, "/first-aid/everything");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
