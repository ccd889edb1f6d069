using System.Net;
using Hub.Api.Assignment;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

/// <summary>What nobody takes climbs the ladder: to the next hub, to the nodal officer.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class EscalationWatchTests(TestDatabase database)
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

    private static ConsultRequested Of(Urgency urgency) => Some.ConsultRequested() with { Request = Some.Content() with { Urgency = urgency } };

    private Task<int> Look() => ActivatorUtilities.CreateInstance<EscalationWatch>(_hub.Services).Look(CancellationToken.None);

    private Task<EscalationResult?[]> Results(Guid id) =>
        _hub.Db(db => db.Consults.Where(c => c.ConsultId == id).SelectMany(c => c.Escalations).OrderBy(e => e.Id).Select(e => e.Result).ToArrayAsync());

    private async Task<string[]> Alerts() => [.. (await _hub.As("nodal-sharma").Get("/api/alerts")).Must(HttpStatusCode.OK).Body!.AsArray().Select(a => (string)a!["code"]!)];

    [TestCase(Urgency.Stat, 5, 10)]
    [TestCase(Urgency.Asap, 60, 120)]
    [TestCase(Urgency.Urgent, 180, 240)]
    [TestCase(Urgency.Routine, 1440, 2880)]
    public async Task Each_urgency_has_its_ladder(Urgency urgency, int next, int alert)
    {
        var id = await _hub.Receive(Of(urgency));

        Assert.That(await _hub.Db(db => db.Consults.Where(c => c.ConsultId == id).SelectMany(c => c.Escalations).OrderBy(e => e.Id).Select(e => e.DueAt).ToArrayAsync()),
            Is.EqualTo(new[] { Some.Now.AddMinutes(next), Some.Now.AddMinutes(alert) }));
    }

    [Test]
    public async Task A_programme_sets_a_ladder_of_its_own()
    {
        await using var hub = await TestHub.Start(database, ("Escalation:Rungs:0:Urgency", "Stat"), ("Escalation:Rungs:0:Step", "Alert"), ("Escalation:Rungs:0:After", "00:03:00"));
        var id = await hub.Receive(Of(Urgency.Stat));

        Assert.That(await hub.Db(db => db.Consults.Where(c => c.ConsultId == id).SelectMany(c => c.Escalations).Select(e => new { e.Step, e.DueAt }).SingleAsync()),
            Is.EqualTo(new { Step = EscalationStep.Alert, DueAt = Some.Now.AddMinutes(3) }));
    }

    [Test]
    public async Task An_emergency_that_nobody_takes_goes_to_the_next_hub_where_somebody_is_there_and_its_clock_goes_on()
    {
        (await _hub.As("dr-katoch").Put("/api/duty")).Must(HttpStatusCode.OK);   // at rpgmc; lbsgmc, which ranks before it, has nobody
        var id = await _hub.Receive(Of(Urgency.Stat));
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.That(await Look(), Is.EqualTo(1));

        var consult = await _hub.Consult(id);
        Assert.That((consult.Status, consult.WentTo, consult.WentToHop), Is.EqualTo((ConsultStatus.Redirected, "rpgmc", 1)));
        var sent = await _hub.Sent(id);
        Assert.That(sent.Single(m => m.Name == ConsultForwarded.WireName).Read<ConsultForwarded>().ReceivedAt, Is.EqualTo(Some.Now));
        Assert.That(sent.Single(m => m.Name == ConsultRedirected.WireName).Read<ConsultRedirected>().Reason, Is.EqualTo("no-doctor"));
    }

    [Test]
    public async Task With_nobody_anywhere_the_nodal_officer_is_told_at_once_and_again_when_its_time_is_over()
    {
        var id = await _hub.Receive(Of(Urgency.Stat));
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await Look();
        Assert.That(await Alerts(), Is.EqualTo(new[] { "nobody-else" }));

        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await Look();

        Assert.That(await Alerts(), Is.EqualTo(new[] { "nobody-else", "nobody-takes" }));
        Assert.That(await Results(id), Is.EqualTo(new EscalationResult?[] { EscalationResult.NobodyElse, EscalationResult.Done }));
        Assert.That((await _hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Waiting), "it stays where it is");
    }

    [Test]
    public async Task What_was_taken_climbs_nowhere()
    {
        var (id, _) = await _hub.Held(request: Of(Urgency.Stat));
        _hub.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.That(await Look(), Is.EqualTo(2));

        Assert.That(await Results(id), Is.All.EqualTo(EscalationResult.NotNeeded));
        Assert.That(await Alerts(), Is.Empty);
    }

    [Test]
    public async Task However_many_replicas_look_and_however_the_clock_jumps_each_step_is_done_once()
    {
        for (var i = 0; i < 8; i++) await _hub.Receive(Of(Urgency.Stat));
        _hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.That((await Task.WhenAll(Look(), Look(), Look())).Sum(), Is.EqualTo(16));
        _hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.That(await Look(), Is.Zero);
        Assert.That(await Alerts(), Has.Length.EqualTo(16));
    }

    [Test]
    public async Task Who_takes_it_at_the_very_moment_has_it_or_is_told_that_it_went_on()
    {
        (await _hub.As("dr-katoch").Put("/api/duty")).Must(HttpStatusCode.OK);
        var ids = new List<Guid>();
        for (var i = 0; i < 10; i++) ids.Add(await _hub.Receive(Of(Urgency.Stat)));
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));

        var taken = ids.Select(id => _hub.As("dr-thakur").Post($"/api/consults/{id}/acceptance")).ToArray();
        await Task.WhenAll([.. taken, Look()]);

        foreach (var (answer, id) in taken.Zip(ids))
            Assert.That((await _hub.Consult(id)).Status, Is.EqualTo((await answer).Status == HttpStatusCode.OK ? ConsultStatus.Accepted : ConsultStatus.Redirected));
    }

    [Test]
    public async Task Risen_urgency_has_the_steps_of_the_new_one()
    {
        var id = await _hub.Receive();
        await _hub.Deliver(InformationSupplied.WireName, new InformationSupplied
        {
            InformationId = Guid.CreateVersion7(),
            Text = "Now drowsy",
            SuppliedBy = "Sunita Verma",
            At = Some.Now,
            Urgency = Urgency.Stat,
        }, id);

        Assert.That(await Results(id), Is.EqualTo(new EscalationResult?[] { EscalationResult.NotNeeded, EscalationResult.NotNeeded, null, null }));
    }

    [Test]
    public async Task Who_sees_to_an_alert_is_named_and_it_is_of_that_hub_only()
    {
        await _hub.AddAccount("nodal-elsewhere", Shared.Hosting.Identity.Roles.Nodal, "rpgmc");
        await _hub.Receive(Of(Urgency.Stat));
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await Look();
        var alert = (long)(await _hub.As("nodal-sharma").Get("/api/alerts")).Must(HttpStatusCode.OK).Body![0]!["id"]!;

        Assert.That((await _hub.As("nodal-elsewhere").Put($"/api/alerts/{alert}/seen")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        (await _hub.As("nodal-sharma").Put($"/api/alerts/{alert}/seen")).Must(HttpStatusCode.NoContent);

        Assert.That((string?)(await _hub.As("nodal-sharma").Get("/api/alerts")).Body![0]!["seenBy"], Is.EqualTo("Dr Ashok Sharma"));
    }
}
