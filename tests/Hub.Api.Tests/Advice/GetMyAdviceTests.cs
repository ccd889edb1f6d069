using System.Net;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Advice;

/// <summary>A doctor learns what became of the own advice, and of how many nobody knows.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class GetMyAdviceTests(TestDatabase database)
{
    private TestHub _hub = null!;

    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private async Task<Guid> Advised(string doctor = "dr-thakur", Outcome? outcome = null)
    {
        var (id, token) = await _hub.Held(doctor);
        (await _hub.As(doctor).Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);
        if (outcome is { } code) await _hub.Deliver(OutcomeRecorded.WireName, Some.Outcome() with { Code = code, Text = "As the ASHA says." }, id);
        return id;
    }

    private async Task<Answer> Mine(string query = "") => (await _hub.As("dr-thakur").Get($"/api/my-advice{query}")).Must(HttpStatusCode.OK);

    private static Guid[] Ids(Answer page) => [.. page["items"].AsArray().Select(item => (Guid)item!["consultId"]!)];

    [Test]
    public async Task Outcomes_are_counted_and_so_is_what_is_open_and_what_nobody_knows()
    {
        var better = await Advised(outcome: Outcome.Improved);
        var unknown = await Advised(outcome: Outcome.NotKnown);
        var open = await Advised();
        await Advised("dr-sood", Outcome.Died);
        await _hub.Receive();

        var all = await Mine();

        Assert.That(Ids(all), Is.EqualTo(new[] { open, unknown, better }), "newest first, and nobody else's");
        Assert.That(new[] { "open", "improved", "not-known", "died" }.Select(kind => (int)all["counts"][kind]!), Is.EqualTo(new[] { 1, 1, 1, 0 }));
        Assert.That((string?)all["items"][2]!["outcomeText"], Is.EqualTo("As the ASHA says."));
        foreach (var (kind, only) in new[] { ("open", open), ("not-known", unknown), ("improved", better) })
            Assert.That(Ids(await Mine($"?outcome={kind}")), Is.EqualTo(new[] { only }), kind);
    }

    [Test]
    public async Task What_was_given_stands_beside_it()
    {
        var id = await Advised();
        await _hub.Deliver(Dispensed.WireName, Some.Dispensed() with
        {
            Lines = [Some.Dispensed().Lines[0], new() { Line = 2, Medicine = "oral rehydration salts", Result = DispenseResult.OutOfStock }],
        }, id);

        var item = (await Mine())["items"][0]!;

        Assert.That(((int)item["linesRecorded"]!, (int)item["linesGiven"]!), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Pages_follow_each_other_without_holes()
    {
        Guid[] ids = [await Advised(), await Advised(), await Advised()];

        var first = await Mine("?take=2");
        var second = await Mine($"?take=2&after={(string)first["next"]!}");

        Assert.That(Ids(first).Concat(Ids(second)), Is.EqualTo(ids.Reverse()));
        Assert.That(second.Body!["next"], Is.Null);
    }
}
