using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>A consult goes from hub to hub; whatever the order in which their words arrive, the spoke ends with the last.</summary>
public sealed class FollowRedirectTests(TestDatabase database) : SpokeSlice(database)
{
    private DateTimeOffset Now => Spoke.Clock.GetUtcNow();

    private ConsultRedirected To(string hub, int hop, string specialty = "cardiology") => new()
    {
        ToHub = hub,
        ToHop = hop,
        Specialty = specialty,
        Reason = ConsultRedirected.WrongSpecialty,
        RedirectedBy = "Dr Anil Thakur",
        At = Now,
    };

    // igmc received it, passed it on to rpgmc, which took it and passed it on to lbsgmc, which took it.
    private Func<Guid, Task<string?>>[] Journey =>
    [
        id => Spoke.Deliver(ConsultReceived.WireName, new ConsultReceived { ReceivedAt = Now }, id, version: 1),
        id => Spoke.Deliver(ConsultRedirected.WireName, To("rpgmc", 1), id, version: 3),
        id => Spoke.Deliver(ConsultAccepted.WireName, new ConsultAccepted { PractitionerName = "Dr Suresh Rana", At = Now }, id, version: 2, hop: 1, from: "hub.rpgmc"),
        id => Spoke.Deliver(ConsultRedirected.WireName, To("lbsgmc", 2, "neurology"), id, version: 3, hop: 1, from: "hub.rpgmc"),
        id => Spoke.Deliver(ConsultAccepted.WireName, new ConsultAccepted { PractitionerName = "Dr Ritu Kapoor", At = Now }, id, version: 2, hop: 2, from: "hub.lbsgmc"),
    ];

    [Test]
    public async Task In_any_order_it_ends_with_the_last_hub_and_nothing_waits_for_anything()
    {
        foreach (var order in Orders([0, 1, 2, 3, 4]))
        {
            var id = await Spoke.Request();
            foreach (var step in order) Assert.That(await Journey[step](id), Is.Null, string.Join(' ', order));

            var request = await Spoke.Asked(id);
            Assert.That((request.HubCode, request.HubHop, request.Specialty, request.Status, request.PractitionerName),
                Is.EqualTo(("lbsgmc", 2, "neurology", RequestStatus.Accepted, "Dr Ritu Kapoor")), string.Join(' ', order));
            Assert.That(await Spoke.Db(db => db.Parked.CountAsync(p => p.ConsultId == id)), Is.Zero, string.Join(' ', order));
        }
    }

    [Test]
    public async Task What_is_said_afterwards_goes_to_the_hub_that_has_it_under_its_hop()
    {
        var id = await Spoke.Request();
        foreach (var step in Journey) await step(id);

        (await Spoke.As("cho-sunita").Post($"/api/consults/{id}/information", new { text = "No rash." })).Must(HttpStatusCode.Accepted);

        var letter = (await Spoke.Sent(id))[^1];
        Assert.That((letter.To, letter.Envelope.Hop), Is.EqualTo(("hub.lbsgmc", 2)));
    }

    [Test]
    public async Task A_hub_that_nobody_named_has_no_say()
    {
        var id = await Spoke.Request();
        await Journey[0](id);

        await Spoke.Deliver(ConsultRedirected.WireName, To("lbsgmc", 5), id, version: 9, hop: 4, from: "hub.rpgmc");

        Assert.That((await Spoke.Asked(id)).HubCode, Is.EqualTo(Some.HubCode));
    }

    [Test]
    public async Task Where_it_is_and_why_is_on_the_page_and_what_to_choose_next_time()
    {
        var id = await Spoke.Request();
        await Journey[0](id);
        await Journey[1](id);

        using var response = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/consults/{id}");
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

        Assert.That(page, Does.Contain("Now with RPGMC Tanda, Cardiology.").And.Contain("For next time:"));
    }

    private static IEnumerable<int[]> Orders(int[] of) => of.Length <= 1 ? [of] : of.SelectMany(first => Orders([.. of.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
}
