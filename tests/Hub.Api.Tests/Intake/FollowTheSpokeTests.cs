using System.Net;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Intake;

public sealed class FollowTheSpokeTests(TestDatabase database) : HubSlice(database)
{
    private static readonly CancellationRequested Cancellation = new() { RequestedBy = "Sunita Verma", At = Some.Now };

    private async Task<(Guid Id, string Token)> Asked()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" })).Must(HttpStatusCode.Created);
        return (id, token);
    }

    [Test]
    public async Task The_answer_gives_the_consult_back_to_its_holder_with_a_new_half_hour()
    {
        var (id, token) = await Asked();

        await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease!.ExpiresAt), Is.EqualTo((ConsultStatus.Accepted, (DateTimeOffset?)Hub.Clock.GetUtcNow().AddMinutes(30))));
        var told = (await Hub.Sent(id))[^1];
        Assert.That((told.Name, told.Envelope.Version), Is.EqualTo((ConsultAccepted.WireName, consult.Version)));
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);
    }

    [Test]
    public async Task The_same_answer_under_another_message_is_one_answer()
    {
        var (id, _) = await Asked();
        var answer = Some.Information();
        await Hub.Deliver(InformationSupplied.WireName, answer, id);
        var sent = (await Hub.Sent(id)).Length;

        await Hub.Deliver(InformationSupplied.WireName, answer, id);

        Assert.That((await Hub.Consult(id)).Thread, Has.Count.EqualTo(2));
        Assert.That(await Hub.Sent(id), Has.Length.EqualTo(sent));
    }

    [Test]
    public async Task New_vitals_that_ask_for_haste_raise_the_urgency_and_never_lower_it()
    {
        var id = await Hub.Receive();

        await Hub.Deliver(InformationSupplied.WireName, Some.Information() with { Urgency = Urgency.Stat }, id);
        await Hub.Deliver(InformationSupplied.WireName, Some.Information() with { Urgency = Urgency.Urgent }, id);

        var consult = await Hub.Consult(id);
        Assert.That(consult.Urgency, Is.EqualTo(Urgency.Stat));
        Assert.That(consult.Events.Where(e => e.Kind == "urgency-raised").Select(e => e.Code), Is.EqualTo(new[] { "stat" }));
    }

    // Whatever the order in which they come, and however often.
    [Test]
    public async Task Vitals_in_any_order_and_twice_end_in_the_same_urgency_and_the_same_readings()
    {
        const int seed = 20261126;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        InformationSupplied[] messages = [.. ((Urgency?[])[null, Urgency.Urgent, Urgency.Stat, null]).Select((urgency, i) => Some.Information() with { Urgency = urgency, Vitals = Some.Vitals() with { TakenAt = Some.Now.AddMinutes(i) } })];
        for (var round = 0; round < 6; round++)
        {
            var id = await Hub.Receive();
            var order = messages.Concat(messages).ToArray();
            random.Shuffle(order);

            // A consult of its own has messages of its own.
            var own = messages.ToDictionary(m => m.InformationId, _ => Guid.CreateVersion7());
            foreach (var message in order) await Hub.Deliver(InformationSupplied.WireName, message with { InformationId = own[message.InformationId] }, id);

            var consult = await Hub.Consult(id);
            Assert.That(consult.Urgency, Is.EqualTo(Urgency.Stat));
            Assert.That(consult.Thread.OrderBy(m => m.Vitals!.TakenAt).Select(m => m.InformationId), Is.EqualTo(messages.Select(m => own[m.InformationId])));
        }
    }

    [Test]
    public async Task A_cancellation_in_time_is_answered_and_the_holder_loses_it()
    {
        var (id, token) = await Hub.Held();

        await Hub.Deliver(CancellationRequested.WireName, Cancellation, id);

        var consult = await Hub.Consult(id);
        Assert.That(consult.Status, Is.EqualTo(ConsultStatus.Cancelled));
        Assert.That(((await Hub.Sent(id))[^1].Name, (await Hub.Sent(id))[^1].Envelope.Version), Is.EqualTo((ConsultCancelled.WireName, consult.Version)));
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token)).Stale();
    }

    [Test]
    public async Task A_cancellation_after_the_advice_changes_nothing_because_the_advice_is_the_answer()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token));

        await Hub.Deliver(CancellationRequested.WireName, Cancellation, id);

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Advised));
        Assert.That((await Hub.Sent(id))[^1].Name, Is.EqualTo(AdviceGiven.WireName));
    }

    [Test]
    public async Task A_cancellation_that_overtakes_its_request_stops_it_for_good()
    {
        var id = Guid.CreateVersion7();

        await Hub.Deliver(CancellationRequested.WireName, Cancellation, id);
        await Hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested(), id);

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Cancelled));
        Assert.That((await Hub.Sent(id)).Select(m => m.Name), Is.EqualTo(new[] { ConsultCancelled.WireName }));
    }

    [Test]
    public async Task Reading_telling_and_trying_are_noted_and_the_outcome_closes()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token));

        await Hub.Deliver(AdviceAcknowledged.WireName, new AdviceAcknowledged { AdviceVersion = 1, ReadBy = "Sunita Verma", At = Some.Now }, id);
        await Hub.Deliver(PatientTold.WireName, new PatientTold { How = HowTold.NotReached, ToldBy = "Sunita Verma", At = Some.Now }, id);
        await Hub.Deliver(PatientTold.WireName, new PatientTold { How = HowTold.ThroughAsha, ToldBy = "Sunita Verma", At = Some.Now }, id);
        await Hub.Deliver(OutcomeRecorded.WireName, Some.Outcome(), id);

        var consult = await Hub.Consult(id);
        Assert.That(consult.Status, Is.EqualTo(ConsultStatus.Closed));
        Assert.That(consult.Events.OrderBy(e => e.Id).TakeLast(4).Select(e => (e.Kind, e.Code)), Is.EqualTo(new[]
        {
            ("acknowledged", (string?)null), ("not-reached", "not-reached"), ("patient-told", "through-asha"), ("closed", "improved"),
        }));
    }

    [Test]
    public async Task A_late_request_shows_in_the_queue_whether_it_still_stands()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { RequestedAt = Hub.Clock.GetUtcNow().AddDays(-4) });
        async Task<(bool, bool)> Row() => (await Hub.As("dr-thakur").Get("/api/queue?take=10000")).Must(System.Net.HttpStatusCode.OK)["items"]!.AsArray()
            .Single(item => (Guid)item!["consultId"]! == id) is { } row ? ((bool)row["arrivedLate"]!, row["confirmedAt"] is not null) : default;
        Assert.That(await Row(), Is.EqualTo((true, false)));

        await Hub.Deliver(ConsultConfirmed.WireName, new ConsultConfirmed { ConfirmedBy = "Sunita Verma", At = Some.Now }, id);

        Assert.That(await Row(), Is.EqualTo((true, true)));
    }

    private static IEnumerable<object[]> Orders() => Permutations([0, 1, 2, 3]).Select(order => new object[] { order });

    // The request, something unasked, a word that was tried, and an outcome nobody can have yet: in any order, twice.
    [TestCaseSource(nameof(Orders))]
    public async Task Whatever_comes_before_the_request_waits_for_it(int[] order)
    {
        var (id, information, messages) = (Guid.CreateVersion7(), Some.Information(), Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToArray());

        foreach (var step in order.Concat(order))
            Assert.That(await (step switch
            {
                0 => Hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested() with { RequestedAt = Some.Now }, id, id: messages[0]),
                1 => Hub.Deliver(InformationSupplied.WireName, information, id, id: messages[1]),
                2 => Hub.Deliver(PatientTold.WireName, new PatientTold { How = HowTold.NotReached, ToldBy = "S", At = Some.Now }, id, id: messages[2]),
                _ => Hub.Deliver(AdviceAcknowledged.WireName, new AdviceAcknowledged { AdviceVersion = 1, ReadBy = "S", At = Some.Now }, id, id: messages[3]),
            }), Is.Null);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Version, consult.Thread.Count), Is.EqualTo((ConsultStatus.Waiting, 1, 1)));
        Assert.That(consult.Events.Select(e => e.Kind), Is.EquivalentTo(new[] { "received", "information-supplied", "not-reached", "acknowledged" }));
        Assert.That(await Hub.Db(db => db.Parked.CountAsync(p => p.ConsultId == id)), Is.Zero);
    }

    [Test]
    public async Task Another_site_has_no_say_in_it()
    {
        var id = await Hub.Receive();

        Assert.That(await Hub.Deliver(CancellationRequested.WireName, Cancellation, id, from: "spoke.kangra-1"), Is.EqualTo("consult-of-another"));
        await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id, from: "spoke.kangra-1");

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Thread.Count), Is.EqualTo((ConsultStatus.Waiting, 0)));
    }

    private static IEnumerable<int[]> Permutations(int[] of) => of.Length == 1 ? [of] : of.SelectMany(first => Permutations([.. of.Except([first])]).Select(rest => (int[])[first, .. rest]));
}
