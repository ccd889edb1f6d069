using Hub.Api.Assignment;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class TakeNextTests(TestDatabase database)
{
    private TestHub _hub = null!;

    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private Task<Guid?> Next(string doctor = "dr-thakur", string specialty = "general-medicine") =>
        _hub.Act<TakeNext, Guid?>(doctor, act => act.Handle(specialty, CancellationToken.None));

    [Test]
    public async Task The_emergency_then_the_longest_waiting_then_nothing()
    {
        var first = await _hub.Receive();
        var second = await _hub.Receive();
        var emergency = await _hub.Receive(Some.ConsultRequested() with { Request = Some.Content() with { Urgency = Urgency.Stat } });

        Assert.That(new[] { await Next(), await Next(), await Next(), await Next() }, Is.EqualTo(new Guid?[] { emergency, first, second, null }));
        Assert.That((await _hub.Consult(emergency)).Lease!.HolderName, Is.EqualTo("Dr Anil Thakur"));
    }

    [Test]
    public async Task What_goes_on_from_own_advice_is_kept_for_its_doctor_who_is_on_duty_and_for_no_longer_than_half_an_hour()
    {
        var (earlier, token) = await _hub.Held();
        (await _hub.As("dr-thakur").Post($"/api/consults/{earlier}/advice", Some.AdviceBody(token))).Must(System.Net.HttpStatusCode.Created);
        (await _hub.As("dr-thakur").Put("/api/duty")).Must(System.Net.HttpStatusCode.OK);
        var followUp = await _hub.Receive(Some.ConsultRequested() with { FollowsUp = earlier });
        var second = await _hub.Receive(Some.ConsultRequested() with { FollowsUp = earlier });
        var other = await _hub.Receive();
        var urgent = await _hub.Receive(Some.ConsultRequested() with { Request = Some.Content() with { Urgency = Urgency.Urgent } });

        var queue = (await _hub.As("dr-thakur").Get("/api/queue")).Must(System.Net.HttpStatusCode.OK)["items"].AsArray();

        Assert.That(queue.Select(item => (Guid)item!["consultId"]!), Is.EqualTo(new[] { urgent, followUp, second, other }));
        Assert.That(queue.Select(item => (string?)item!["reservedFor"]), Is.EqualTo(new[] { null, "dr-thakur", "dr-thakur", null }));
        Assert.That(new[] { await Next("dr-sood"), await Next("dr-sood"), await Next("dr-sood"), await Next() }, Is.EqualTo(new Guid?[] { urgent, other, null, followUp }));
        _hub.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.That(await Next("dr-sood"), Is.EqualTo(second));
    }

    [Test]
    public async Task What_goes_on_from_advice_of_a_doctor_who_is_not_there_is_anybodys()
    {
        var (earlier, token) = await _hub.Held();
        (await _hub.As("dr-thakur").Post($"/api/consults/{earlier}/advice", Some.AdviceBody(token))).Must(System.Net.HttpStatusCode.Created);
        var followUp = await _hub.Receive(Some.ConsultRequested() with { FollowsUp = earlier });

        Assert.That(await Next("dr-sood"), Is.EqualTo(followUp));
    }

    [Test]
    public async Task A_follow_up_of_what_another_site_asked_or_nobody_answered_is_nobodys_own()
    {
        var unanswered = await _hub.Receive();
        var followUp = await _hub.Receive(Some.ConsultRequested() with { FollowsUp = unanswered });
        var strange = await _hub.Receive(Some.ConsultRequested() with { FollowsUp = Guid.CreateVersion7() });

        foreach (var id in new[] { followUp, strange }) Assert.That((await _hub.Consult(id)).FollowsUpDoctor, Is.Null);
        Assert.That(await Next(), Is.EqualTo(unanswered));
    }

    [Test]
    public async Task Neither_another_specialty_nor_another_hub()
    {
        await _hub.Receive();

        Assert.That(await Next(specialty: "dermatology"), Is.Null);
        Assert.That(await Next("dr-katoch"), Is.Null);
    }

    [Test]
    public async Task Doctors_who_take_at_the_same_time_each_get_another()
    {
        var waiting = new List<Guid>();
        for (var i = 0; i < 4; i++) waiting.Add(await _hub.Receive());

        var taken = await Task.WhenAll(new[] { "dr-thakur", "dr-negi", "dr-sood", "dr-bhatia" }.Select(doctor => Next(doctor)));

        Assert.That(taken, Is.EquivalentTo(waiting.Cast<Guid?>()));
    }
}
