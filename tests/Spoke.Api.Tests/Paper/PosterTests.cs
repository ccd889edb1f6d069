using System.Net;
using Testing;

namespace Spoke.Api.Tests.Paper;

public sealed class PosterTests(TestDatabase database) : SpokeSlice(database)
{
    [Test]
    public async Task The_poster_says_in_both_languages_who_can_be_asked_where_and_when([Values("en", "hi")] string language)
    {
        using var response = await Spoke.As("cho-sunita", language).Request(HttpMethod.Get, $"/poster?spoke={Some.SpokeCode}");
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("Free of charge").And.Contain("निःशुल्क"));
            Assert.That(page, Does.Contain("Dermatology").And.Contain("IGMC Shimla").And.Contain("आईजीएमसी शिमला"));
            Assert.That(page, Does.Contain("Monday – Saturday, 9:30 am – 4:00 pm").And.Contain("सोमवार – शनिवार, सुबह 9:30 बजे – शाम 4:00 बजे"));
            Assert.That(page, Does.Contain("108"));
        });
    }

    [Test]
    public async Task A_centre_where_one_is_not_posted_has_no_poster_here()
    {
        using var response = await Spoke.As("cho-anita").Request(HttpMethod.Get, $"/poster?spoke={Some.SpokeCode}");

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("Free of charge"));
    }
}
