using System.Net;
using System.Text;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Operations;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class GetOperationsTests(TestDatabase database)
{
    private TestHub _hub = null!;

    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private async Task<Answer> Custody() => (await _hub.As("ops").Get("/api/operations/custody")).Must(HttpStatusCode.OK);

    [Test]
    public async Task What_is_open_is_counted_with_the_oldest_and_without_what_it_says()
    {
        var id = await _hub.Receive();
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        await _hub.Receive();

        var custody = await Custody();

        Assert.That(((int)custody["openRows"], (DateTimeOffset)custody["oldestOpen"]), Is.EqualTo((4, Some.Now)), "each was received and promised");
        Assert.That((Guid)custody["open"][0]!["consultId"]!, Is.EqualTo(id));
        Assert.That((bool)custody["linkIsUp"], Is.False);
        Assert.That(custody.Body!.ToJsonString(), Does.Not.Contain("Savitri").And.Not.Contain("body"));
    }

    [Test]
    public async Task What_was_put_aside_is_shown_with_its_reason_and_without_its_body()
    {
        await _hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested() with { SpokeCode = "HP-XXX-9999" }, Guid.CreateVersion7());

        var aside = (await Custody())["quarantine"][0]!;

        Assert.That(((string?)aside["code"], (string?)aside["brokerUser"], (string?)aside["name"]), Is.EqualTo(("spoke-not-of-site", Some.Site, ConsultRequested.WireName)));
        Assert.That(aside.ToJsonString(), Does.Not.Contain("Savitri").And.Not.Contain(Convert.ToBase64String(Encoding.UTF8.GetBytes("Savitri"))));
    }
}
