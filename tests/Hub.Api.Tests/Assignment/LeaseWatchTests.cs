using Hub.Api.Assignment;
using Hub.Api.Domain;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class LeaseWatchTests(TestDatabase database)
{
    private TestHub _hub = null!;

    // Each its own: the watch looks at everything, and the clock is moved.
    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private Task<int> Look() => ActivatorUtilities.CreateInstance<LeaseWatch>(_hub.Services).Look(CancellationToken.None);

    [Test]
    public async Task Who_renews_at_the_very_moment_either_keeps_it_or_is_told_that_it_is_gone()
    {
        var held = new List<(Guid Id, string Token)>();
        for (var i = 0; i < 20; i++) held.Add(await _hub.Held());
        _hub.Clock.Advance(Lease.Length);

        var renewals = held.Select(h => _hub.As("dr-thakur").Put($"/api/consults/{h.Id}/acceptance?token={h.Token}")).ToArray();
        await Task.WhenAll([.. renewals, Look()]);

        foreach (var (renewal, (id, _)) in renewals.Zip(held))
        {
            var (consult, renewed) = (await _hub.Consult(id), (await renewal).Status == System.Net.HttpStatusCode.OK);
            Assert.That((consult.Status, consult.Lease is not null), Is.EqualTo((renewed ? ConsultStatus.Accepted : ConsultStatus.Waiting, renewed)));
            Assert.That((await _hub.Sent(id)).Count(m => m.Name == ConsultWaiting.WireName), Is.EqualTo(renewed ? 0 : 1));
        }
    }

    [Test]
    public async Task After_half_an_hour_of_silence_it_waits_again_and_the_spoke_is_told_why()
    {
        var (id, token) = await _hub.Held();
        var held = (await _hub.Consult(id)).Version;
        _hub.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.That(await Look(), Is.Zero);

        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Look(), Is.EqualTo(1));
        Assert.That(await Look(), Is.Zero, "Once.");

        var consult = await _hub.Consult(id);
        Assert.That((consult.Status, consult.Lease, consult.Version), Is.EqualTo((ConsultStatus.Waiting, (Lease?)null, held + 1)));
        var told = (await _hub.Sent(id))[^1];
        Assert.That((told.Name, told.Read<ConsultWaiting>().Because, told.Envelope.Version), Is.EqualTo((ConsultWaiting.WireName, WaitingAgain.LeaseEnded, consult.Version)));
        await _hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token)).Stale();
    }

    [Test]
    public async Task Who_shows_signs_of_life_keeps_it()
    {
        var (id, token) = await _hub.Held();
        _hub.Clock.Advance(TimeSpan.FromMinutes(20));
        await _hub.As("dr-thakur").Put($"/api/consults/{id}/acceptance?token={token}");
        _hub.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.That(await Look(), Is.Zero);
    }

    [Test]
    public async Task What_waits_for_the_spokes_answer_is_not_taken_away()
    {
        var (id, token) = await _hub.Held();
        await _hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });
        _hub.Clock.Advance(TimeSpan.FromDays(2));

        Assert.That(await Look(), Is.Zero);
        Assert.That((await _hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.InformationAsked));
    }

    [Test]
    public async Task Of_many_overdue_every_one_waits_again()
    {
        for (var i = 0; i < 12; i++) await _hub.Held();
        _hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.That(await Look(), Is.EqualTo(12));
    }
}
