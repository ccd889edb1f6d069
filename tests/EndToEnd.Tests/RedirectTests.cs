using System.Net;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Consults that go from hub to hub over the real broker. Both hubs live in one process here and speak only by messages all the same.</summary>
public sealed class RedirectTests : InOneWorld
{
    private Doctor Katoch => World.Katoch;

    [Test]
    public async Task Passed_on_it_is_answered_by_the_other_hub_and_what_crosses_follows_it()
    {
        var id = await Received(Sunita);
        var token = await Thakur.Accept(id);

        // Asked here; the answer is on its way while it is passed on.
        (await Thakur.Ask(id, token, "Any rash?")).Must(HttpStatusCode.Created);
        await Becomes(Sunita, id, "information-asked");
        (await Sunita.Supply(id, "No rash.")).Must(HttpStatusCode.Accepted);
        (await Thakur.Redirect(id, token, "rpgmc")).Must(HttpStatusCode.OK);

        await Eventually.True(async () => (await Katoch.Consult(id))?["thread"]?.AsArray().Count == 2, World.Patience, "question and answer are at the other hub");
        await Katoch.Answer(id);
        await Becomes(Sunita, id, "advised");
        Assert.That((string?)(await Sunita.Get($"/api/consults/{id}/prescription")).Must(HttpStatusCode.OK)["note"]["signer"]!["practitionerCode"], Is.EqualTo("dr-katoch"));
        Assert.That(await Thakur.Status(id), Is.EqualTo("redirected"));
    }

    [Test]
    public async Task There_and_back_it_keeps_its_clock_and_is_answered_where_it_began()
    {
        var id = await Received(Sunita);
        var received = (string?)(await Thakur.Consult(id))!["receivedAt"];
        (await Thakur.Redirect(id, await Thakur.Accept(id), "rpgmc")).Must(HttpStatusCode.OK);
        await Eventually.True(async () => await Katoch.Status(id) == "waiting", World.Patience, "it is at the other hub");
        (await Katoch.Redirect(id, await Katoch.Accept(id), "igmc")).Must(HttpStatusCode.OK);
        await Eventually.True(async () => await Thakur.Status(id) == "waiting", World.Patience, "it is back");

        Assert.That((string?)(await Thakur.Consult(id))!["receivedAt"], Is.EqualTo(received));
        await Thakur.Answer(id);
        await Becomes(Sunita, id, "advised");
        Assert.That(World.HubRecords.Consults().Count(c => c.ConsultId == id), Is.EqualTo(3));
    }

    [Test]
    public async Task Cancelled_while_it_is_passed_on_it_ends_the_same_at_both_ends()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await Received(Sunita);
            var token = await Thakur.Accept(id);

            await Task.WhenAll(Sunita.Cancel(id), Thakur.Redirect(id, token, "rpgmc"));

            await Becomes(Sunita, id, "cancelled");
        }
    }
}
