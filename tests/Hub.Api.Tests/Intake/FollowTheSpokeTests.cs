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

    // The same line three times, two lines, an end: whatever the order and however often, the later word about each line holds.
    [Test]
    public async Task What_was_given_ends_the_same_in_whatever_order_it_comes([Range(1, 8)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);
        Dispensed[] told =
        [
            Some.Dispensed(DispenseResult.OutOfStock, 1),
            Some.Dispensed(DispenseResult.Partly, 2) with { Lines = [new() { Line = 1, Medicine = "paracetamol", Result = DispenseResult.Partly, Quantity = 4 }] },
            Some.Dispensed(DispenseResult.Given, 3),
            Some.Dispensed(DispenseResult.Refused, 2) with { Lines = [new() { Line = 2, Medicine = "oral rehydration salts", Result = DispenseResult.Refused }] },
        ];
        var messages = told.Select(_ => Guid.CreateVersion7()).ToArray();
        int[] order = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4];
        random.Shuffle(order);

        foreach (var i in order)
            Assert.That(await (i == 4 ? Hub.Deliver(OutcomeRecorded.WireName, Some.Outcome(), id) : Hub.Deliver(Dispensed.WireName, told[i], id, id: messages[i])), Is.Null);

        var consult = await Hub.Consult(id);
        Assert.That(consult.Dispensed.OrderBy(d => d.Line).Select(d => (d.Line, d.Result, d.Quantity)), Is.EqualTo(new[] { (1, DispenseResult.Given, (decimal?)null), (2, DispenseResult.Refused, null) }));
        Assert.That((consult.Status, consult.Outcome, consult.Events.Count(e => e.Kind == "dispensed")), Is.EqualTo((ConsultStatus.Closed, (Outcome?)Outcome.Improved, 4)));
    }

    [Test]
    public async Task Lines_that_no_prescription_has_are_refused()
    {
        var (id, _) = await Hub.Held();
        var twice = Some.Dispensed() with { Lines = [Some.Dispensed().Lines[0], Some.Dispensed().Lines[0]] };

        Assert.That(await Hub.Deliver(Dispensed.WireName, twice, id), Is.EqualTo("dispensed-impossible"));
        Assert.That((await Hub.Consult(id)).Dispensed, Is.Empty);
    }

    private static readonly ConsentWithdrawn Unconsented = new() { Reason = "Goes to Shimla.", RecordedBy = "Sunita Verma", At = Some.Now };

    [Test]
    public async Task Consent_withdrawn_in_time_stops_the_consult_and_the_holder_loses_it()
    {
        var (id, token) = await Hub.Held();

        await Hub.Deliver(ConsentWithdrawn.WireName, Unconsented, id);
        await Hub.Deliver(ConsentWithdrawn.WireName, Unconsented, id);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.ConsentWithdrawnAt, consult.ConsentWithdrawnReason), Is.EqualTo((ConsultStatus.Cancelled, (DateTimeOffset?)Some.Now, "Goes to Shimla.")));
        Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultCancelled.WireName), Is.EqualTo(1));
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token)).Stale();
    }

    [Test]
    public async Task Consent_withdrawn_after_the_advice_is_recorded_and_the_advice_stands()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);

        await Hub.Deliver(ConsentWithdrawn.WireName, Unconsented, id);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.ConsentWithdrawnAt is not null, consult.Advice.Count), Is.EqualTo((ConsultStatus.Advised, true, 1)));
        Assert.That((await Hub.Sent(id))[^1].Name, Is.EqualTo(AdviceGiven.WireName));
        Assert.That((string?)(await Hub.As("dr-thakur").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["consentWithdrawnReason"], Is.EqualTo("Goes to Shimla."));
    }

    // The request, the withdrawal, a cancellation beside it, the ambulance: in any order, twice.
    [TestCaseSource(nameof(Orders))]
    public async Task Consent_withdrawn_ends_in_one_state_in_whatever_order_it_comes(int[] order)
    {
        var (id, messages) = (Guid.CreateVersion7(), Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToArray());

        foreach (var step in order.Concat(order))
            Assert.That(await (step switch
            {
                0 => Hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested() with { RequestedAt = Some.Now }, id, id: messages[0]),
                1 => Hub.Deliver(ConsentWithdrawn.WireName, Unconsented, id, id: messages[1]),
                2 => Hub.Deliver(CancellationRequested.WireName, Cancellation, id, id: messages[2]),
                _ => Hub.Deliver(AmbulanceCalled.WireName, new AmbulanceCalled { CalledAt = Some.Now, RecordedBy = "S" }, id, id: messages[3]),
            }), Is.Null);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.ConsentWithdrawnAt, consult.AmbulanceCalledAt), Is.EqualTo((ConsultStatus.Cancelled, (DateTimeOffset?)Some.Now, (DateTimeOffset?)Some.Now)));
        Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultCancelled.WireName), Is.EqualTo(1));
        Assert.That(consult.Events.Count(e => e.Kind is "cancelled" or "consent-withdrawn" or "ambulance-called"), Is.EqualTo(3));
        Assert.That(await Hub.Db(db => db.Parked.CountAsync(p => p.ConsultId == id)), Is.Zero);
    }

    [Test]
    public async Task The_ambulance_that_stood_in_the_request_is_not_called_again()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Request = Some.Content() with { AmbulanceCalledAt = Some.Now.AddMinutes(-9) } });

        await Hub.Deliver(AmbulanceCalled.WireName, new AmbulanceCalled { CalledAt = Some.Now, RecordedBy = "S" }, id);

        Assert.That((await Hub.Consult(id)).AmbulanceCalledAt, Is.EqualTo(Some.Now.AddMinutes(-9)));
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
