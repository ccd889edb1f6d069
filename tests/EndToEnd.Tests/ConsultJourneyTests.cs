using System.Net;
using Shared.Contracts.Consults;
using Testing;

namespace EndToEnd.Tests;

/// <summary>One consult from the spoke to the hub and back, as its people make it, over the API; both ends are compared at each step.</summary>
public sealed class ConsultJourneyTests : InOneWorld
{
    [Test]
    public async Task A_consult_makes_the_whole_trip()
    {
        var asked = await Sunita.TryRequest();
        asked.Must(HttpStatusCode.Accepted);
        Assert.That((string?)asked["status"], Is.EqualTo("queued"));
        var id = (Guid)asked["id"];
        World.Accepted.Add(id);
        await BothSay(id, spoke: "received", hub: "waiting");
        Assert.That(await Thakur.Queue(), Does.Contain(id));

        var token = await Thakur.Accept(id);
        await BothSay(id, spoke: "accepted", hub: "accepted");

        (await Thakur.Ask(id, token, "Any rash or bleeding? Please repeat the pulse.")).Must(HttpStatusCode.Created);
        await BothSay(id, spoke: "information-asked", hub: "information-asked");
        Assert.That((string?)(await Sunita.Consult(id))["thread"]![0]!["text"], Is.EqualTo("Any rash or bleeding? Please repeat the pulse."));

        (await Sunita.ReadInformation(id)).Must(HttpStatusCode.NoContent);
        await Eventually.True(async () => (await Thakur.Consult(id))!["thread"]![0] is { } question && question["deliveredAt"] is not null && question["readAt"] is not null, World.Patience,
            "the doctor sees that the question is there and read");

        (await Sunita.Supply(id, "No rash, no bleeding.", Some.Vitals() with { Pulse = 88 })).Must(HttpStatusCode.Accepted);
        await BothSay(id, spoke: "accepted", hub: "accepted");
        var answer = (await Thakur.Consult(id))!["thread"]!.AsArray()[^1]!;
        Assert.That((string?)answer["text"], Is.EqualTo("No rash, no bleeding."));
        Assert.That((decimal)answer["vitals"]!["pulse"]!, Is.EqualTo(88));

        (await Thakur.ReadInformation(id)).Must(HttpStatusCode.NoContent);
        await Eventually.True(async () => (await Sunita.Consult(id))["thread"]![1] is { } supplied && supplied["deliveredAt"] is not null && (string?)supplied["readBy"] == "Dr Anil Thakur",
            World.Patience, "the health officer sees that the answer is there and read");

        (await Thakur.Advise(id, token)).Must(HttpStatusCode.Created);
        await BothSay(id, spoke: "advised", hub: "advised");
        var slip = (await Sunita.Get($"/api/consults/{id}/prescription")).Must(HttpStatusCode.OK);
        Assert.That((string?)slip["note"]["signer"]!["practitionerCode"], Is.EqualTo("dr-thakur"));
        Assert.That((string?)slip["note"]["medicines"]![0]!["name"], Is.EqualTo("paracetamol"));
        Assert.That((string?)slip["note"]["number"], Is.EqualTo((string?)asked["number"]));

        (await Sunita.Acknowledge(id)).Must(HttpStatusCode.OK);
        await BothSay(id, spoke: "acknowledged", hub: "advised");
        Assert.That((await Sunita.Outcome(id, Outcome.Improved)).Code, Is.EqualTo("patient-not-told"));

        (await Sunita.Told(id, HowTold.NotReached)).Must(HttpStatusCode.OK);
        (await Sunita.Told(id, HowTold.ThroughAsha)).Must(HttpStatusCode.OK);
        (await Sunita.Dispense(id, DispenseResult.OutOfStock)).Must(HttpStatusCode.OK);
        (await Sunita.Outcome(id, Outcome.Improved)).Must(HttpStatusCode.OK);
        await BothSay(id, spoke: "closed", hub: "closed");

        var seen = (await Thakur.Consult(id))!;
        var events = seen["events"]!.AsArray().Select(e => (string?)e!["kind"]);
        Assert.That(events, Is.EqualTo(["received", "accepted", "information-asked", "information-supplied", "advised", "acknowledged", "not-reached", "patient-told", "dispensed", "closed"]));
        Assert.That((string?)seen["dispensed"]![0]!["result"], Is.EqualTo("out-of-stock"));
        Assert.That((await Thakur.Get("/api/my-advice?outcome=improved")).Must(HttpStatusCode.OK)["items"].AsArray().Select(item => (Guid)item!["consultId"]!), Does.Contain(id));

        // The patient comes back: the new request goes on from this one and is marked as the same doctor's.
        var again = await Sunita.Request(followsUp: id);
        await BothSay(again, spoke: "received", hub: "waiting");
        var row = (await Thakur.Get("/api/queue?take=10000")).Must(HttpStatusCode.OK)["items"].AsArray().Single(item => (Guid)item!["consultId"]! == again);
        Assert.That((bool)row!["isMyFollowUp"]!, Is.True);
    }

    [Test]
    public async Task The_ambulance_called_later_and_a_consent_taken_back_are_known_at_both_ends()
    {
        var (open, answered) = (await Received(Sunita), await Received(Sunita));
        (await Sunita.Ambulance(open)).Must(HttpStatusCode.Accepted);
        await Thakur.Answer(answered);
        await Becomes(Sunita, answered, "advised");

        foreach (var id in new[] { open, answered }) (await Sunita.WithdrawConsent(id)).Must(HttpStatusCode.Accepted);

        await BothSay(open, spoke: "cancelled", hub: "cancelled");
        await Eventually.True(async () => (await Thakur.Consult(answered))!["consentWithdrawnAt"] is not null, World.Patience);
        Assert.That((await Thakur.Consult(open))!["ambulanceCalledAt"], Is.Not.Null);
        await BothSay(answered, spoke: "advised", hub: "advised");
        await World.CustodyHolds();
    }

    [Test]
    public async Task A_returned_request_is_corrected_and_sent_again_as_another()
    {
        var id = await Received(Sunita);
        var token = await Thakur.Accept(id);
        (await Thakur.Return(id, token, "incomplete", "Since when is the fever, and was malaria tested?")).Must(HttpStatusCode.NoContent);
        await BothSay(id, spoke: "returned", hub: "returned");
        var returned = await Sunita.Consult(id);
        Assert.That((string?)returned["returnReason"], Is.EqualTo("incomplete"));
        Assert.That((string?)returned["returnText"], Does.StartWith("Since when"));

        var corrected = await Sunita.Request(Some.Content() with { Question = "Fever for five days, malaria test negative. Which tests?" }, corrects: id);
        await BothSay(corrected, spoke: "received", hub: "waiting");
        Assert.That((Guid?)(await Sunita.Consult(corrected))["corrects"], Is.EqualTo(id));

        await Thakur.Answer(corrected);
        await BothSay(corrected, spoke: "advised", hub: "advised");
        Assert.That(await Thakur.Status(id), Is.EqualTo("returned"), "the returned one stays as it was");
    }

    [Test]
    public async Task A_consult_that_is_handed_back_waits_again_and_the_old_token_is_worth_nothing()
    {
        var id = await Received(Sunita);
        var old = await Thakur.Accept(id);
        await Becomes(Sunita, id, "accepted");
        (await Thakur.HandBack(id, old)).Must(HttpStatusCode.NoContent);
        await BothSay(id, spoke: "received", hub: "waiting");

        var token = await Thakur.Accept(id);
        var late = (await Thakur.Advise(id, old)).Must(HttpStatusCode.Conflict);
        Assert.That(late.Code, Is.EqualTo("token-stale"));
        (await Thakur.Advise(id, token)).Must(HttpStatusCode.Created);
        await BothSay(id, spoke: "advised", hub: "advised");
    }

    [Test]
    public async Task An_emergency_travels_by_its_own_queue()
    {
        var routine = await Received(Sunita);
        var id = await Sunita.Request(Some.Content() with { Urgency = Urgency.Stat });
        await BothSay(id, spoke: "received", hub: "waiting");
        Assert.That(World.ShimlaRecords.Outbox().Single(m => m.ConsultId == id).Priority, Is.Zero, "the emergency's priority");
        var queue = await Thakur.Queue();
        Assert.That(queue.ToList().IndexOf(id), Is.GreaterThanOrEqualTo(0).And.LessThan(queue.ToList().IndexOf(routine)), "it is before what came before it");
        (await Sunita.Cancel(id)).Must(HttpStatusCode.Accepted);
        await BothSay(id, spoke: "cancelled", hub: "cancelled");
    }

    [Test]
    public async Task Nobody_sees_the_requests_of_another_site_or_the_consults_of_another_hub()
    {
        var id = await Received(Sunita);
        (await Ramesh.Get($"/api/consults/{id}")).Must(HttpStatusCode.NotFound);
        (await World.Katoch.Get($"/api/consults/{id}")).Must(HttpStatusCode.NotFound);
        (await World.Katoch.TryAccept(id)).Must(HttpStatusCode.NotFound);
        Assert.That(await Thakur.Status(id), Is.EqualTo("waiting"));
    }

    private async Task BothSay(Guid id, string spoke, string hub)
    {
        await Becomes(Thakur, id, hub);
        await Becomes(Sunita, id, spoke);
    }
}
