using System.Net;
using Testing;

namespace Spoke.Api.Tests.Consults;

public sealed class ListConsultsTests(TestDatabase database) : SpokeSlice(database)
{
    private async Task<Guid[]> Listed(string cho, string query = "") =>
        [.. (await Spoke.As(cho).Get($"/api/consults{query}")).Must(HttpStatusCode.OK)["items"]!.AsArray().Select(item => (Guid)item!["id"]!)];

    [Test]
    public async Task The_newest_comes_first_and_pages_follow_without_gap_or_repetition()
    {
        var asked = new List<Guid>();
        for (var i = 0; i < 5; i++) asked.Insert(0, await Spoke.Request("mo-verma"));

        var (seen, after) = (new List<Guid>(), "");
        while (true)
        {
            var page = (await Spoke.As("mo-verma").Get($"/api/consults?take=2{after}")).Must(HttpStatusCode.OK);
            seen.AddRange(page["items"]!.AsArray().Select(item => (Guid)item!["id"]!));
            if (page.Body!["next"] is not { } next) break;
            after = $"&after={next}";
        }
        Assert.That(seen, Is.EqualTo(asked));
    }

    [Test]
    public async Task Each_sees_only_the_requests_of_the_own_spokes()
    {
        var (mine, hers) = (await Spoke.Request(), await Spoke.Request("cho-anita"));

        Assert.That(await Listed("cho-sunita"), Does.Contain(mine).And.Not.Contain(hers));
        Assert.That(await Listed("cho-anita"), Does.Contain(hers).And.Not.Contain(mine));
        await Spoke.As("cho-sunita").Get($"/api/consults/{hers}").NotFound();
    }

    [Test]
    public async Task One_state_is_listed_by_its_name_and_an_unknown_one_is_said_to_be()
    {
        var (kept, cancelled) = (await Spoke.Request(), await Spoke.Request());
        (await Spoke.As("cho-sunita").Post($"/api/consults/{cancelled}/cancellation", new { })).Must(HttpStatusCode.Accepted);

        Assert.That(await Listed("cho-sunita", "?status=cancelled&take=10000"), Does.Contain(cancelled).And.Not.Contain(kept));
        Assert.That(await Listed("cho-sunita", "?status=queued&take=10000"), Does.Contain(kept).And.Not.Contain(cancelled));
        (await Spoke.As("cho-sunita").Get("/api/consults?status=lost")).Must(HttpStatusCode.BadRequest);
    }
}
