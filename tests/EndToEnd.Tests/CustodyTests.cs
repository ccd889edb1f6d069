using System.Net;
using System.Text.Json.Nodes;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// Nothing is lost on the way and nothing happens twice, whatever goes wrong between the two ends. What must be so afterwards is
/// checked at the end of every test by <see cref="Custody"/>.
/// </summary>
public sealed class CustodyTests : InOneWorld
{
    private const string HubQueue = "hub.igmc";

    [Test]
    public async Task With_the_broker_away_a_spoke_takes_requests_and_works_and_they_arrive_when_it_is_back()
    {
        await World.Broker.Stop();
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add(await Sunita.Request());   // each answered 202

        Assert.That(await Sunita.Status(ids[0]), Is.EqualTo("queued"));
        (await Sunita.Supply(ids[0], "The fever is 39.5 now.")).Must(HttpStatusCode.Accepted);
        Assert.That((string?)(await Sunita.Cancel(ids[2])).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("cancelled"), "it never left");
        (await Sunita.Get("/api/patients?q=Savitri")).Must(HttpStatusCode.OK);
        var connection = await Sunita.Connection();
        Assert.That(((bool)connection["linkIsUp"]!, (int)connection["openRows"]!), Is.EqualTo((false, 3)));
        Assert.That(await World.Shimla.IsReady(), "it is degraded, not down");

        await World.Broker.Start();
        await Becomes(Sunita, ids[0], "received");
        await Becomes(Sunita, ids[1], "received");
        Assert.That((await Thakur.Consult(ids[0]))!["thread"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(await Thakur.Status(ids[2]), Is.Null, "what was taken back before it left is not at the hub");
    }

    [Test]
    public async Task Killing_the_broker_and_deleting_its_folder_with_messages_in_flight_loses_nothing()
    {
        var advised = await Received(Sunita);
        var held = await ReceivedBy(World.Katoch, Ramesh);

        // In flight to a hub that is down, and to a site that is down: the broker alone has copies, all of them confirmed.
        await World.Kangra.Kill();
        await World.Katoch.Accept(held);
        await Thakur.Answer(advised);
        await Eventually.True(() => World.HubRecords.Outbox().Any(m => m.ConsultId == held && m is { Name: ConsultAccepted.WireName, LastSentAt: not null }), Soon);
        await World.Hub.Kill();
        var asked = new List<Guid> { await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat }) };
        for (var i = 0; i < 10; i++) asked.Add(await Sunita.Request());
        await AreSent(asked);
        await using (var post = await World.As())
        {
            // Copies expire when the next ones come, so these are not all there at any moment.
            await Eventually.True(async () => await post.Waiting(HubQueue) >= 10 && await post.Waiting(World.KangraAddress) >= 1, Soon);
        }

        await World.Broker.Kill();
        await World.Broker.Wipe();
        await World.Broker.Start();
        await World.Hub.Start();
        await World.Kangra.Start();

        foreach (var id in asked) await Becomes(Sunita, id, "received");
        await Becomes(Ramesh, held, "accepted");
        await Becomes(Sunita, advised, "advised");
    }

    [TestCase("inbox-after-commit", TestName = "The_hub_is_killed_between_commit_and_ack")]
    [TestCase("inbox-before-receipt", TestName = "The_hub_is_killed_between_commit_and_receipt")]
    public async Task The_hub_is_killed_after_it_has_taken_a_request(string failpoint)
    {
        await World.Hub.Kill();
        var id = await Sunita.Request();
        await AreSent([id]);
        await DiesAt(World.Hub, failpoint);

        Assert.That(World.HubRecords.Consults().Count(c => c.ConsultId == id), Is.EqualTo(1), "it was committed");
        Assert.That(World.ShimlaRecords.Open().Select(m => m.ConsultId), Does.Contain(id), "and nobody was told");

        await World.Hub.Start();
        await Becomes(Sunita, id, "received");
    }

    [TestCase("relay-before-publish", TestName = "The_hub_is_killed_between_commit_and_publish")]
    [TestCase("relay-after-publish", TestName = "The_hub_is_killed_after_it_has_published_and_before_it_has_noted_so")]
    public async Task The_hub_is_killed_while_it_sends(string failpoint)
    {
        var id = await Received(Sunita);
        await World.CustodyHolds();   // nothing else is due, so the failpoint is hit by what comes now
        await World.Hub.Kill();
        await World.Hub.Start(failpoint);
        await Unanswered(() => Thakur.TryAccept(id));
        Assert.That(await World.Hub.HasEnded(), Is.EqualTo(137));

        var row = World.HubRecords.Outbox().Single(m => m.ConsultId == id && m.Name == ConsultAccepted.WireName);
        Assert.That((row.State, row.LastSentAt), Is.EqualTo((Records.OutboxState.Open, (long?)null)), "committed, and not known to be sent");

        await World.Hub.Start();
        await Becomes(Sunita, id, "accepted");
        await Becomes(Thakur, id, "accepted");
    }

    [TestCase("inbox-after-commit", TestName = "A_spoke_is_killed_between_commit_and_ack")]
    [TestCase("inbox-before-receipt", TestName = "A_spoke_is_killed_between_commit_and_receipt")]
    public async Task A_spoke_is_killed_after_it_has_taken_an_answer(string failpoint)
    {
        var id = await Received(Sunita);
        await World.CustodyHolds();
        await World.Shimla.Kill();
        await Thakur.Answer(id);
        await Eventually.True(() => World.HubRecords.Open().Count(m => m.ConsultId == id && m.LastSentAt is not null) == 2, Soon);
        await DiesAt(World.Shimla, failpoint);

        Assert.That(World.ShimlaRecords.Inbox().Count(m => m.Name is ConsultAccepted.WireName or AdviceGiven.WireName), Is.GreaterThanOrEqualTo(1));
        Assert.That(World.HubRecords.Open().Count(m => m.ConsultId == id), Is.EqualTo(2), "and nobody was told");

        await World.Shimla.Start();
        await Becomes(Sunita, id, "advised");
    }

    [TestCase("relay-before-publish", TestName = "A_spoke_is_killed_between_commit_and_publish")]
    [TestCase("relay-after-publish", TestName = "A_spoke_is_killed_after_it_has_published_and_before_it_has_noted_so")]
    public async Task A_spoke_is_killed_while_it_sends(string failpoint)
    {
        await World.CustodyHolds();
        var before = World.ShimlaRecords.Requests().Select(r => r.ConsultId).ToHashSet();
        await World.Shimla.Kill();
        await World.Shimla.Start(failpoint);
        await Unanswered(() => Sunita.TryRequest());
        Assert.That(await World.Shimla.HasEnded(), Is.EqualTo(137));

        var id = World.ShimlaRecords.Requests().Single(r => !before.Contains(r.ConsultId)).ConsultId;
        Assert.That(World.ShimlaRecords.Open().Single(m => m.ConsultId == id).LastSentAt, Is.Null, "committed, and not known to be sent");

        await World.Shimla.Start();
        await Becomes(Sunita, id, "received");
    }

    [TestCase("in reverse order")]
    [TestCase("shuffled")]
    public async Task Every_message_three_times_and_not_in_order_ends_as_if_each_had_come_once(string order)
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        RawMessage[] Disordered(IEnumerable<RawMessage> messages)
        {
            var once = messages.DistinctBy(m => m.MessageId).ToArray();
            if (order == "shuffled")
            {
                RawMessage[] thrice = [.. once, .. once, .. once];
                random.Shuffle(thrice);
                return thrice;
            }
            return [.. once.Reverse().SelectMany(m => Enumerable.Repeat(m, 3))];
        }

        // From the spoke, while the hub is down; then the spoke is down too and sends nothing by itself.
        await World.CustodyHolds();
        await World.Hub.Kill();
        var (kept, taken, emergency) = (await Sunita.Request(), await Sunita.Request(), await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat }));
        (await Sunita.Supply(kept, "The fever is 39.5 now.", Some.Vitals() with { TemperatureC = 39.5m })).Must(HttpStatusCode.Accepted);
        (await Sunita.Supply(taken, "She went to Shimla by bus.")).Must(HttpStatusCode.Accepted);
        await AreSent([kept, taken, emergency]);
        (await Sunita.Cancel(taken)).Must(HttpStatusCode.Accepted);
        await Eventually.True(() => World.ShimlaRecords.Open() is { Count: 6 } open && open.All(m => m.LastSentAt is not null), Soon);
        await World.Shimla.Kill();

        await using var post = await World.As();
        await post.TakeAll(HubQueue);
        await post.TakeAll(HubQueue + ".emergency");
        await World.Send(Disordered(World.ShimlaRecords.Open().Select(m => RawMessage.Of(World.ShimlaRecords, m))));
        await World.Hub.Start();
        await Becomes(Thakur, kept, "waiting");
        await Becomes(Thakur, taken, "cancelled");
        await Becomes(Thakur, emergency, "waiting");

        // From the hub, while the spoke is down; then the hub is down too.
        var token = await Thakur.Accept(kept);
        (await Thakur.HandBack(kept, token)).Must(HttpStatusCode.NoContent);
        await Thakur.Answer(kept);
        await Eventually.True(() => World.HubRecords.Open() is var open && open.Any(m => m.Name == AdviceGiven.WireName) && open.All(m => m.LastSentAt is not null), Soon);
        await World.Hub.Kill();
        var receipts = (await post.TakeAll(World.ShimlaAddress)).Where(m => m.Type == Receipt.Name);
        await World.Send(Disordered([.. receipts, .. World.HubRecords.Open().Select(m => RawMessage.Of(World.HubRecords, m))]));
        await World.Shimla.Start();
        await Becomes(Sunita, kept, "advised");
        await Becomes(Sunita, taken, "cancelled");
        await World.Hub.Start();

        await World.CustodyHolds();
        Assert.That((await Sunita.Consult(kept))["thread"]!.AsArray(), Has.Count.EqualTo(1));
        if (order == "shuffled") return;
        var sent = World.ShimlaRecords.Outbox().Where(m => m.ConsultId == taken).Select(m => m.MessageId).ToList();
        var taking = World.HubRecords.Inbox().Select(m => m.MessageId).Where(sent.Contains);
        Assert.That(taking, Is.EqualTo(sent.AsEnumerable().Reverse()), "the order was really another");
    }

    [Test]
    public async Task Everything_ever_sent_may_come_three_times_more_and_changes_nothing()
    {
        var id = await Received(Sunita);
        await Thakur.Answer(id);
        await Becomes(Sunita, id, "advised");
        (await Sunita.Dispense(id, DispenseResult.Given)).Must(HttpStatusCode.OK);
        (await Sunita.Told(id, HowTold.InPerson)).Must(HttpStatusCode.OK);
        (await Sunita.Outcome(id, Outcome.Same)).Must(HttpStatusCode.OK);
        await Becomes(Thakur, id, "closed");
        var withdrawn = await Received(Sunita);
        (await Sunita.WithdrawConsent(withdrawn)).Must(HttpStatusCode.Accepted);
        await Becomes(Sunita, withdrawn, "cancelled");
        await World.CustodyHolds();

        string[] hubTables = ["Consults", "ConsultEvents", "ConsultMessages", "DispensedMedicines", "Advice", "Inbox", "Quarantine", "Parked"];
        string[] spokeTables = ["ConsultRequests", "RequestEvents", "RequestMessages", "DispensedMedicines", "Advice", "Inbox", "Quarantine", "Parked"];
        string[] Now() => [.. World.HubRecords.Snapshot(hubTables).Split('\n'), .. World.ShimlaRecords.Snapshot(spokeTables).Split('\n'), .. World.KangraRecords.Snapshot(spokeTables).Split('\n')];
        var before = Now();

        var everything = new[] { World.HubRecords, World.ShimlaRecords, World.KangraRecords }
            .SelectMany(r => r.Outbox().Where(m => m.Number is not null).Select(m => RawMessage.Of(r, m))).Reverse().ToList();
        TestContext.Out.WriteLine($"{everything.Count} messages, three times each");
        await World.Send([.. everything, .. everything, .. everything]);

        // What is asked now stands in the same queues behind all of that; when it is answered, all of that has been taken.
        var last = await Received(Sunita);
        var lastEmergency = await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat });
        await Becomes(Sunita, lastEmergency, "received");
        await ReceivedBy(World.Katoch, Ramesh);
        await World.CustodyHolds();
        Assert.That(before.Where(line => line.Length > 0).Except(Now()), Is.Empty, "what was there is there unchanged");
    }

    [Test]
    public async Task A_lost_receipt_is_asked_for_again_and_nothing_happens_twice()
    {
        await World.CustodyHolds();
        await World.Hub.Kill();
        var id = await Sunita.Request();
        await AreSent([id]);
        await World.Shimla.Kill();
        await World.Send(World.ShimlaRecords.Open().Select(m => RawMessage.Of(World.ShimlaRecords, m)));   // what was sent before may have expired
        await World.Hub.Start();
        await Becomes(Thakur, id, "waiting");

        await using var post = await World.As();
        var request = World.ShimlaRecords.Open().Single(m => m.ConsultId == id);
        var inQueue = new List<RawMessage>();
        await Eventually.True(async () =>
        {
            inQueue.AddRange(await post.TakeAll(World.ShimlaAddress));
            return inQueue.Any(m => m.Type == Receipt.Name && System.Text.Encoding.UTF8.GetString(m.Body).Contains(request.MessageId.ToString("D"), StringComparison.Ordinal));
        }, Soon, "the receipt is on its way");
        await World.Send(inQueue.Where(m => m.Type != Receipt.Name));

        await World.Shimla.Start();
        await Becomes(Sunita, id, "received");
        await World.CustodyHolds();
        Assert.That(World.ShimlaRecords.Outbox().Single(m => m.ConsultId == id).Sends, Is.GreaterThan(1));
    }

    [Test]
    public async Task Advice_that_was_signed_before_the_cancellation_came_stands_at_both_ends()
    {
        var id = await Received(Sunita);
        var token = await Thakur.Accept(id);
        await Becomes(Sunita, id, "accepted");
        await World.Broker.Stop();   // neither knows what the other does now
        (await Thakur.Advise(id, token)).Must(HttpStatusCode.Created);
        Assert.That((string?)(await Sunita.Cancel(id)).Must(HttpStatusCode.Accepted)["status"], Is.EqualTo("cancelling"));

        await World.Broker.Start();
        await Becomes(Sunita, id, "advised");
        await World.CustodyHolds();
        Assert.That(await Thakur.Status(id), Is.EqualTo("advised"));
    }

    [Test]
    public async Task A_cancellation_that_came_before_the_advice_stands_at_both_ends()
    {
        var id = await Received(Sunita);
        var token = await Thakur.Accept(id);
        (await Sunita.Cancel(id)).Must(HttpStatusCode.Accepted);
        await Becomes(Thakur, id, "cancelled");
        Assert.That((await Thakur.Advise(id, token)).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("token-stale"));
        await Becomes(Sunita, id, "cancelled");
    }

    [Test]
    public async Task A_cancellation_that_overtakes_its_request_leaves_a_tombstone()
    {
        await World.CustodyHolds();
        await World.Hub.Kill();
        var id = await Sunita.Request();
        await AreSent([id]);
        (await Sunita.Cancel(id)).Must(HttpStatusCode.Accepted);
        await Eventually.True(() => World.ShimlaRecords.Open().Count(m => m.ConsultId == id && m.LastSentAt is not null) == 2, Soon);
        await World.Shimla.Kill();

        await using var post = await World.As();
        await post.TakeAll(HubQueue);
        var messages = World.ShimlaRecords.Open().Where(m => m.ConsultId == id).Select(m => RawMessage.Of(World.ShimlaRecords, m)).ToList();
        await World.Send(messages.Where(m => m.Type == CancellationRequested.WireName));
        await World.Hub.Start();
        await Becomes(Thakur, id, "cancelled");
        Assert.That(World.HubRecords.Consults().Single(c => c.ConsultId == id).SpokeCode, Is.Empty, "nothing is known of it but its end");
        await World.Send(messages.Where(m => m.Type == ConsultRequested.WireName));
        await Eventually.True(() => World.HubRecords.Inbox().Any(m => m.Name == ConsultRequested.WireName && messages.Any(x => x.MessageId == m.MessageId.ToString("D"))), Soon);
        Assert.That(await Thakur.Queue(), Does.Not.Contain(id));

        await World.Shimla.Start();
        await Becomes(Sunita, id, "cancelled");
    }

    [Test]
    public async Task One_poison_message_in_a_batch_of_a_hundred_costs_only_itself()
    {
        var ids = await InTheQueueTogether(100, poison: request => request.AsObject()["payload"]!.AsObject().Remove("patient"));
        var poison = ids[50];
        await World.Hub.Start();
        foreach (var id in ids.Except([poison])) await Becomes(Sunita, id, "received");

        await Becomes(Sunita, poison, "returned");
        Assert.That((string?)(await Sunita.Consult(poison))["refusedCode"], Is.EqualTo("message-misshapen"), "the spoke is told");
        Assert.That((await Sunita.Connection())["refusedByOthers"]!.AsArray().Select(r => (Guid)r!["consultId"]!), Does.Contain(poison));
        Assert.That(World.ShimlaRecords.Outbox().Single(m => m.ConsultId == poison).State, Is.EqualTo(Records.OutboxState.Refused));
        var putAside = (await World.Ops.Custody())["quarantine"]!.AsArray().Where(q => (string?)q!["code"] == "message-misshapen").ToList();
        Assert.That(putAside, Has.Count.EqualTo(1), "Operations see it once, however often it came");
        Assert.That((string?)putAside[0]!["brokerUser"], Is.EqualTo(World.ShimlaAddress));
        Assert.That(await Thakur.Status(poison), Is.Null);
    }

    [Test]
    public async Task A_message_of_an_unknown_version_is_put_aside_and_applied_after_the_upgrade_that_knows_it()
    {
        var id = (await InTheQueueTogether(1, poison: request => request.AsObject()["name"] = "consult-requested.v9")).Single();
        await World.Hub.Start();
        await Eventually.Equal(async () => (string?)(await Sunita.Consult(id))["refusedCode"], "message-unknown", Soon);
        Assert.That(await Sunita.Status(id), Is.EqualTo("queued"), "the hub keeps it and will take it one day, so it is not given back");
        Assert.That((await World.Ops.Custody())["quarantine"]!.AsArray().Count(q => (string?)q!["code"] == "message-unknown"), Is.EqualTo(1));
        await World.CustodyHolds();

        // No later version is at hand: instead, what lies in quarantine becomes something that this version knows.
        await World.Hub.Kill();
        World.HubRecords.Damage("""UPDATE "Quarantine" SET "Name" = 'consult-requested.v1', "Body" = replace(CAST("Body" AS TEXT), 'consult-requested.v9', 'consult-requested.v1') WHERE "Code" = 'message-unknown'""");
        await World.Hub.Start();
        await Becomes(Sunita, id, "received");
        await Thakur.Answer(id);
        await Becomes(Sunita, id, "advised");
    }

    [Test]
    public async Task The_same_message_id_with_other_bytes_is_put_aside_and_what_was_taken_first_stands()
    {
        var id = await Received(Sunita);
        await World.CustodyHolds();
        var sent = World.ShimlaRecords.Outbox().Single(m => m.ConsultId == id);
        var question = (string?)(await Thakur.Consult(id))!["request"]!["question"];
        await World.Send([RawMessage.Of(World.ShimlaRecords, sent with { Body = Altered(sent.Body, m => m["payload"]!["request"]!["question"] = "Something quite different?") })]);

        await QuarantinedAs(sent.MessageId, "other-bytes", by: World.ShimlaAddress);
        Assert.That((string?)(await Thakur.Consult(id))!["request"]!["question"], Is.EqualTo(question));
        Assert.That(World.ShimlaRecords.Outbox().Single(m => m.ConsultId == id).State, Is.EqualTo(Records.OutboxState.Received));
        Assert.That(World.Hub.Log, Does.Contain($"Security: broker user {World.ShimlaAddress} sent message {sent.MessageId} again with other bytes"));
    }

    [Test]
    public async Task A_site_that_says_it_is_another_is_not_believed_and_the_other_is_not_harmed()
    {
        await World.CustodyHolds();
        await World.Hub.Kill();
        var id = await Sunita.Request();
        await AreSent([id]);
        var real = World.ShimlaRecords.Open().Single(m => m.ConsultId == id);
        var forged = RawMessage.Of(World.ShimlaRecords, real with { Body = Altered(real.Body, m => m["payload"]!["request"]!["question"] = "Something quite different?") });
        var anonymous = forged with { MessageId = Guid.CreateVersion7().ToString("D") };

        await using (var post = await World.As()) await post.TakeAll(HubQueue);
        await using (var liar = await World.As(World.KangraAddress))
        {
            await liar.Send(forged);                 // the body lies, the broker tells who it was; the id is that of the real message
            await liar.Send(anonymous, asUser: "");  // or it says nothing of who it is
            var refused = Assert.CatchAsync(() => liar.Send(forged, asUser: World.ShimlaAddress));
            Assert.That(refused!.ToString(), Does.Contain("406"), "the broker does not take a message in another's name");
        }

        await World.Hub.Start();
        await QuarantinedAs(real.MessageId, "sender-forged", by: World.KangraAddress);
        await QuarantinedAs(Guid.Parse(anonymous.MessageId!), "sender-unknown", by: "");
        await Becomes(Sunita, id, "received");       // the real one, sent again, is heard as if nothing had been
        Assert.That((string?)(await Thakur.Consult(id))!["request"]!["question"], Is.EqualTo(Some.Content().Question));
    }

    [Test]
    public async Task A_site_cannot_take_back_what_another_has_asked()
    {
        var id = await Received(Sunita);
        var own = await ReceivedBy(World.Katoch, Ramesh);
        await World.CustodyHolds();

        // From a site that is compromised: in its own name, about a consult of which it has come to know the id; before and after.
        var template = World.KangraRecords.Outbox().Single(m => m.ConsultId == own);
        RawMessage Cancelling(Guid consult, string hub)
        {
            var messageId = Guid.CreateVersion7();
            return RawMessage.Of(World.KangraRecords, template with
            {
                MessageId = messageId,
                To = hub,
                Name = CancellationRequested.WireName,
                Number = null,
                Body = Altered(template.Body, m =>
                {
                    (m["messageId"], m["consultId"], m["to"], m["name"]) = (messageId, consult, hub, CancellationRequested.WireName);
                    m["payload"] = new JsonObject { ["reason"] = null, ["requestedBy"] = "Ramesh Chand", ["at"] = "2026-11-23T05:05:00Z" };
                }),
            });
        }
        var attempt = Cancelling(id, HubQueue);
        await World.Send([attempt]);
        await QuarantinedAs(Guid.Parse(attempt.MessageId!), "consult-of-another", by: World.KangraAddress);
        Assert.That(await Thakur.Status(id), Is.EqualTo("waiting"));
    }

    /// <summary>The hub is down and its queue holds requests of Sunita, of which the middle one was damaged before it was sent.</summary>
    private async Task<List<Guid>> InTheQueueTogether(int count, Action<JsonNode> poison)
    {
        await World.CustodyHolds();
        await World.Hub.Kill();
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++) ids.Add(await Sunita.Request());
        await AreSent(ids);
        await World.Shimla.Kill();
        var row = World.ShimlaRecords.Open().Single(m => m.ConsultId == ids[count / 2]);
        World.ShimlaRecords.Damage("""UPDATE "Outbox" SET "Body" = @body WHERE "MessageId" = @id""", ("@body", Altered(row.Body, poison)), ("@id", row.MessageId));
        await using (var post = await World.As()) await post.TakeAll(HubQueue);
        await World.Send(World.ShimlaRecords.Open().Select(m => RawMessage.Of(World.ShimlaRecords, m)));
        await World.Shimla.Start();
        return ids;
    }

    private async Task QuarantinedAs(Guid messageId, string code, string by)
    {
        await Eventually.True(() => World.HubRecords.Quarantine().Any(q => q.MessageId == messageId), Soon);
        var row = World.HubRecords.Quarantine().Single(q => q.MessageId == messageId);
        Assert.That((row.Code, row.BrokerUser), Is.EqualTo((code, by)));
        var shown = (await World.Ops.Custody())["quarantine"]!.AsArray().Where(q => (string?)q!["code"] == code).ToList();
        Assert.That(shown.Select(q => (string?)q!["brokerUser"]), Does.Contain(by), "Operations see it");
    }

    /// <summary>The broker has confirmed every message about these requests.</summary>
    private Task AreSent(List<Guid> ids) => Eventually.True(() =>
    {
        var rows = World.ShimlaRecords.Outbox().Where(m => ids.Contains(m.ConsultId)).ToList();
        return rows.Count >= ids.Count && rows.All(m => m.LastSentAt is not null);
    }, Soon, "all is with the broker");

    private static async Task DiesAt(ServiceProcess service, string failpoint)
    {
        service.Launch(failpoint);
        Assert.That(await service.HasEnded(World.Patience), Is.EqualTo(137), $"it was killed at {failpoint}");
    }

    /// <summary>The service may die before it has answered.</summary>
    private static async Task Unanswered(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (HttpRequestException)
        {
            // Then nobody knows whether it was done; the records do.
        }
    }

    private static async Task<Guid> ReceivedBy(Doctor doctor, Cho cho)
    {
        var id = await Received(cho);
        await Becomes(doctor, id, "waiting");
        return id;
    }

    private static byte[] Altered(byte[] body, Action<JsonNode> change)
    {
        var envelope = JsonNode.Parse(body)!;
        change(envelope);
        return System.Text.Encoding.UTF8.GetBytes(envelope.ToJsonString());
    }
}
