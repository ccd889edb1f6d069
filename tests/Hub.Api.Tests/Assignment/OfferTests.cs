using System.Net;
using Hub.Api.Assignment;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

/// <summary>A consult is held out to a doctor, to the next, or in an emergency to everybody at once.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class OfferTests(TestDatabase database)
{
    private static readonly ConsultRequested Emergency = Of("dermatology", Urgency.Stat);
    private TestHub _hub = null!;

    // Each its own: who is on duty is everybody's, and the clock is moved.
    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database, ("Assignment:Push:0", Some.HubCode));

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private static ConsultRequested Of(string specialty, Urgency urgency = Urgency.Routine) =>
        Some.ConsultRequested() with { Request = Some.Content() with { Specialty = specialty, Urgency = urgency } };

    private async Task OnDuty(params string[] doctors)
    {
        foreach (var doctor in doctors) (await _hub.As(doctor).Put("/api/duty")).Must(HttpStatusCode.OK);
    }

    private Task<int> Look() => ActivatorUtilities.CreateInstance<OfferWatch>(_hub.Services).Look(CancellationToken.None);

    private Task<string[]> Standing(Guid id) => Offers(id, o => o.EndedAt == null, o => o.PractitionerCode);

    private async Task<T[]> Offers<T>(Guid id, Func<Offer, bool> which, Func<Offer, T> what) =>
        [.. (await _hub.Db(db => db.Consults.AsNoTracking().Include(c => c.Offers).SingleAsync(c => c.ConsultId == id))).Offers.OrderBy(o => o.Id).Where(which).Select(what)];

    private Task<Answer> Accept(string doctor, Guid id) => _hub.As(doctor).Post($"/api/consults/{id}/acceptance");

    [Test]
    public async Task An_emergency_is_offered_to_everybody_eligible_at_once_and_the_first_who_accepts_ends_the_others_offers()
    {
        await OnDuty("dr-negi", "dr-thakur", "dr-bhatia");
        var id = await _hub.Receive(Emergency);
        Assert.That(await Standing(id), Is.EquivalentTo(new[] { "dr-negi", "dr-thakur" }));

        var accepted = await Task.WhenAll(Accept("dr-negi", id), Accept("dr-thakur", id));

        Assert.That(accepted.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(await Offers(id, _ => true, o => o.Ended), Is.EquivalentTo(new OfferEnd?[] { OfferEnd.Accepted, OfferEnd.Gone }));
        foreach (var doctor in new[] { "dr-negi", "dr-thakur" })
            Assert.That((await _hub.As(doctor).Get("/api/queue")).Must(HttpStatusCode.OK)["items"].AsArray().Select(i => i!["offeredUntil"]), Is.All.Null);
    }

    [Test]
    public async Task Whoever_comes_on_duty_while_an_emergency_waits_is_offered_it_too()
    {
        var id = await _hub.Receive(Emergency);
        Assert.That(await Standing(id), Is.Empty);
        await OnDuty("dr-negi");
        await Look();
        await OnDuty("dr-thakur");

        Assert.That((await Look(), await Look()), Is.EqualTo((1, 0)));
        Assert.That(await Standing(id), Is.EquivalentTo(new[] { "dr-negi", "dr-thakur" }));
    }

    [Test]
    public async Task A_hub_that_offers_by_itself_offers_to_one_who_is_not_asked_again_after_saying_no()
    {
        await OnDuty("dr-thakur", "mo-verma", "dr-katoch");
        var id = await _hub.Receive();
        Assert.That(await Standing(id), Is.EqualTo(new[] { "dr-thakur" }), "the others are of other hubs");

        (await _hub.As("dr-thakur").Post($"/api/consults/{id}/offer/decline", new { reason = "busy" })).Must(HttpStatusCode.NoContent);

        Assert.That(await Offers(id, o => o.Ended == OfferEnd.Declined, o => (o.PractitionerCode, o.Reason)), Is.EqualTo(new[] { ("dr-thakur", "busy") }));
        Assert.That(await Standing(id), Is.EqualTo(new[] { "dr-thakur" }), "nobody else is left: asked again");
    }

    [Test]
    public async Task What_lapses_is_offered_anew_once_however_many_replicas_look()
    {
        await OnDuty("dr-negi");
        var id = await _hub.Receive(Of("dermatology"));
        _hub.Clock.Advance(AssignmentPolicy.Stands(Urgency.Routine));

        Assert.That((await Task.WhenAll(Look(), Look(), Look())).Sum(), Is.EqualTo(1));

        Assert.That(await Offers(id, _ => true, o => o.Ended), Is.EqualTo(new OfferEnd?[] { OfferEnd.Expired, null }));
        await _hub.As("dr-negi").Post($"/api/consults/{id}/offer/decline", new { reason = "busy" });
        Assert.That((await _hub.As("dr-negi").Post($"/api/consults/{id}/offer/decline", new { reason = "because" })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Nobody_is_offered_more_than_there_is_room_for_and_the_earliest_deadline_comes_first()
    {
        await OnDuty("dr-negi");
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++) ids.Add(await _hub.Receive(Of("dermatology")));
        var urgent = await _hub.Receive(Of("dermatology", Urgency.Urgent));
        Assert.That(await Standing(urgent), Is.Empty, "five is the most");

        (await Accept("dr-negi", ids[0])).Must(HttpStatusCode.OK);
        await _hub.As("dr-negi").Post($"/api/consults/{ids[1]}/offer/decline", new { reason = "busy" });
        await _hub.Deliver(CancellationRequested.WireName, new CancellationRequested { RequestedBy = "Sunita Verma", At = Some.Now }, ids[2]);
        await Look();

        Assert.That(await Standing(urgent), Is.EqualTo(new[] { "dr-negi" }));
    }

    [Test]
    public async Task An_offer_of_what_waits_no_longer_is_gone()
    {
        await OnDuty("dr-negi");
        var id = await _hub.Receive(Of("dermatology"));
        await _hub.Deliver(CancellationRequested.WireName, new CancellationRequested { RequestedBy = "Sunita Verma", At = Some.Now }, id);
        await Look();

        Assert.That(await Offers(id, _ => true, o => o.Ended), Is.EqualTo(new OfferEnd?[] { OfferEnd.Gone }));
        Assert.That((await _hub.As("dr-negi").Post($"/api/consults/{id}/offer/decline", new { reason = "busy" })).Code, Is.EqualTo("offer-gone"));
    }
}
