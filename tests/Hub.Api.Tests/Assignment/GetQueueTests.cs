using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class GetQueueTests(TestDatabase database)
{
    private TestHub _hub = null!;

    // Each its own: a queue is everything there is.
    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private static ConsultRequested Asked(Urgency urgency = Urgency.Routine, string specialty = "general-medicine") => Some.ConsultRequested() with
    {
        Request = Some.Content() with { Urgency = urgency, Specialty = specialty },
    };

    private async Task<JsonArray> Queue(string doctor = "dr-thakur", string query = "") => (await _hub.As(doctor).Get($"/api/queue{query}")).Must(HttpStatusCode.OK)["items"].AsArray();

    private static Guid[] Ids(JsonArray items) => [.. items.Select(item => (Guid)item!["consultId"]!)];

    [Test]
    public async Task The_emergency_comes_first_then_the_longest_waiting()
    {
        var (routine, urgent, later, emergency) = (await _hub.Receive(), await _hub.Receive(Asked(Urgency.Urgent)), await _hub.Receive(), await _hub.Receive(Asked(Urgency.Stat)));

        Assert.That(Ids(await Queue()), Is.EqualTo(new[] { emergency, urgent, routine, later }));
    }

    [Test]
    public async Task A_row_says_what_a_doctor_chooses_by()
    {
        var id = await _hub.Receive(Asked() with { RequestedAt = Some.Now.AddDays(-4) });

        var row = (await Queue())[0]!;

        Assert.Multiple(() =>
        {
            Assert.That((Guid)row["consultId"]!, Is.EqualTo(id));
            Assert.That(((string?)row["status"], (string?)row["urgency"], (string?)row["specialty"]), Is.EqualTo(("waiting", "routine", "general-medicine")));
            Assert.That(((string?)row["patientName"], (int?)row["patientAge"], (string?)row["patientSex"]), Is.EqualTo(("Savitri Devi", (int?)42, "female")));
            Assert.That(((bool)row["arrivedLate"]!, (bool)row["isMine"]!), Is.EqualTo((true, false)));
            Assert.That((DateTimeOffset)row["receivedAt"]!, Is.EqualTo(Some.Now));
        });
    }

    [Test]
    public async Task What_is_held_shows_its_holder_and_is_mine_for_nobody_else()
    {
        await _hub.Held();

        var (mine, seen) = ((await Queue())[0]!, (await Queue("dr-negi"))[0]!);

        Assert.That(((bool)mine["isMine"]!, (bool)seen["isMine"]!), Is.EqualTo((true, false)));
        Assert.That((string?)seen["holderName"], Is.EqualTo("Dr Anil Thakur"));
        Assert.That(seen.ToJsonString(), Does.Not.Contain("token"));
    }

    [Test]
    public async Task What_has_ended_is_gone()
    {
        var (id, token) = await _hub.Held();
        (await _hub.As("dr-thakur").Post($"/api/consults/{id}/return", new { token, reason = "needs-in-person" })).Must(HttpStatusCode.NoContent);

        Assert.That(await Queue(), Is.Empty);
    }

    [Test]
    public async Task Each_hub_has_its_own()
    {
        await _hub.Receive();

        Assert.That(await Queue("dr-katoch"), Is.Empty);
        Assert.That(await Queue(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_specialty_may_be_chosen()
    {
        await _hub.Receive();
        var skin = await _hub.Receive(Asked(specialty: "dermatology"));

        Assert.That(Ids(await Queue(query: "?specialty=dermatology")), Is.EqualTo(new[] { skin }));
        Assert.That(await Queue(query: "?specialty=astrology"), Is.Empty);
    }

    [Test]
    public async Task Page_by_page_it_is_the_whole_queue_once()
    {
        var all = new List<Guid>();
        for (var i = 0; i < 5; i++) all.Add(await _hub.Receive());

        var (seen, after) = (new List<Guid>(), (string?)"");
        while (after is not null)
        {
            var page = (await _hub.As("dr-thakur").Get($"/api/queue?take=2{(after == "" ? "" : $"&after={after}")}")).Must(HttpStatusCode.OK);
            seen.AddRange(Ids(page["items"].AsArray()));
            after = (string?)page.Body!["next"];
        }

        Assert.That(seen, Is.EqualTo(all));
    }

    [TestCase("?take=0", 1)]
    [TestCase("?take=-5", 1)]
    [TestCase("?take=1000000", 2)]
    [TestCase("?after=nonsense", 2)]
    [TestCase("?after=-1", 2)]
    public async Task Odd_wishes_are_met_within_reason(string query, int rows)
    {
        await _hub.Receive();
        await _hub.Receive();

        Assert.That(await Queue(query: query), Has.Count.EqualTo(rows));
    }
}
