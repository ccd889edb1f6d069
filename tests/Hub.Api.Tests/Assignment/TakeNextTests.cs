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
