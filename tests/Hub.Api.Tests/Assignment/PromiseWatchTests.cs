using System.Net;
using Hub.Api.Assignment;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class PromiseWatchTests(TestDatabase database)
{
    private static readonly ConsultRequested Emergency = Some.ConsultRequested() with { Request = Some.Content() with { Urgency = Urgency.Stat } };
    private TestHub _hub = null!;

    // Each its own: the watch looks at everything, and the clock is moved.
    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private Task<int> Look() => ActivatorUtilities.CreateInstance<PromiseWatch>(_hub.Services).Look(CancellationToken.None);

    private async Task<ConsultPromised[]> Promised(Guid id) =>
        [.. (await _hub.Sent(id)).Where(m => m.Name == ConsultPromised.WireName).Select(m => m.Read<ConsultPromised>())];

    [Test]
    public async Task An_emergency_with_nobody_on_duty_is_told_to_refer_and_anew_when_somebody_comes()
    {
        var id = await _hub.Receive(Emergency);
        Assert.That((await Promised(id)).Select(p => (p.PromisedBy, p.Because)), Is.EqualTo(new[] { ((DateTimeOffset?)null, PromiseBecause.NobodyOnDuty) }));
        Assert.That(await Look(), Is.Zero, "Nothing has changed.");

        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        Assert.That((await Look(), await Look()), Is.EqualTo((1, 0)));

        Assert.That((await Promised(id))[^1], Is.EqualTo(new ConsultPromised
        {
            Number = 2,
            PromisedBy = Some.Now.AddMinutes(15),
            Because = PromiseBecause.InTime,
            Ahead = 0,
            OnDuty = 1,
            At = Some.Now,
        }));
    }

    [Test]
    public async Task An_emergency_of_another_specialty_is_also_general_medicines()
    {
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        var id = await _hub.Receive(Emergency with { Request = Emergency.Request with { Specialty = "dermatology" } });

        Assert.That((await Promised(id)).Single().OnDuty, Is.EqualTo(1));
    }

    [Test]
    public async Task When_the_last_doctor_goes_whoever_waits_hears_of_it()
    {
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        var (waiting, emergency) = (await _hub.Receive(), await _hub.Receive(Emergency));
        (await _hub.As("dr-thakur").Delete("/api/duty")).Must(HttpStatusCode.OK);

        Assert.That((await Look(), await Look()), Is.EqualTo((2, 0)));
        Assert.That((await Promised(emergency))[^1].PromisedBy, Is.Null);
        Assert.That((await Promised(waiting))[^1], Is.EqualTo((await Promised(waiting))[^1] with { Because = PromiseBecause.NobodyOnDuty, OnDuty = 0 }));
    }

    [Test]
    public async Task A_promise_that_was_not_kept_is_made_anew_and_explained_by_who_left()
    {
        foreach (var doctor in new[] { "dr-thakur", "dr-negi" }) (await _hub.As(doctor).Put("/api/duty")).Must(HttpStatusCode.OK);
        var id = await _hub.Receive(Emergency with { Request = Emergency.Request with { Specialty = "dermatology" } });
        var by = (await Promised(id)).Single().PromisedBy!.Value;
        (await _hub.As("dr-negi").Delete("/api/duty")).Must(HttpStatusCode.OK);
        _hub.Clock.Advance(by - Some.Now);

        Assert.That((await Look(), await Look()), Is.EqualTo((1, 0)));
        var anew = (await Promised(id))[^1];
        Assert.That((anew.Because, anew.Left, anew.LeftAt, anew.Number), Is.EqualTo((PromiseBecause.DoctorsLeft, 1, Some.Now, 2)));
        Assert.That(anew.PromisedBy, Is.GreaterThan(_hub.Clock.GetUtcNow()));
    }

    [Test]
    public async Task Of_two_replicas_that_look_at_once_one_speaks()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 10; i++) ids.Add(await _hub.Receive(Emergency));
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);

        await Task.WhenAll(Look(), Look(), Look());

        foreach (var id in ids) Assert.That((await Promised(id)).Select(p => p.Number), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task New_measurements_that_raise_the_urgency_move_it_up_and_promise_anew()
    {
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(HttpStatusCode.OK);
        var first = await _hub.Receive();
        var worse = await _hub.Receive();
        await _hub.Deliver(InformationSupplied.WireName, new InformationSupplied
        {
            InformationId = Guid.CreateVersion7(),
            Text = "Now drowsy",
            SuppliedBy = "Sunita Verma",
            At = Some.Now,
            Urgency = Urgency.Urgent,
        }, worse);

        Assert.That((await Promised(worse)).Select(p => p.PromisedBy), Is.EqualTo(new DateTimeOffset?[] { (await Promised(first)).Single().PromisedBy, Some.Now.AddHours(4) }));
        Assert.That((await _hub.Consult(worse)).Deadline, Is.LessThan((await _hub.Consult(first)).Deadline));
    }
}
