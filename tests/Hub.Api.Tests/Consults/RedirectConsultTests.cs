using System.Net;
using System.Security.Cryptography;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Hub.Api.Tests.Consults;

/// <summary>Every hub of the demo programme lives in this one process, so what one passes on is delivered to the next by the test.</summary>
public sealed class RedirectConsultTests(TestDatabase database) : HubSlice(database)
{
    private static readonly byte[] Picture = [.. "two pieces"u8];

    private static string Path(Guid id) => $"/api/consults/{id}/redirection";

    private static object Body(string token, string? specialty = "cardiology", string? hub = null, string? practitioner = null, string reason = ConsultRedirected.WrongSpecialty) =>
        new { token, reason, specialty, hub, practitioner };

    private async Task<string> Accept(Guid id, string doctor) =>
        (string)(await Hub.As(doctor).Post($"/api/consults/{id}/acceptance")).Must(HttpStatusCode.OK)["token"]!;

    // Delivers what hubs have sent to hubs until nothing is left; each message once, as the broker would.
    private async Task<int> Carry(Guid id, HashSet<Guid>? carried = null)
    {
        carried ??= [];
        var before = carried.Count;
        while ((await Hub.Sent(id)).Where(m => m.To.StartsWith("hub.", StringComparison.Ordinal) && carried.Add(m.Envelope.MessageId)).ToList() is { Count: > 0 } waiting)
            foreach (var letter in waiting) Assert.That(await Hub.Deliver(letter.Body), Is.Null, letter.Name);
        return carried.Count - before;
    }

    private Task<List<Consult>> Hops(Guid id) => Hub.Db(db => db.Consults.AsNoTracking().AsSplitQuery()
        .Include(c => c.Thread).Include(c => c.Events).Include(c => c.Attachments).Where(c => c.ConsultId == id).OrderBy(c => c.Hop).ToListAsync());

    private static ListedAttachment Listed(int number = 1) => new()
    {
        Number = number,
        Kind = AttachmentKind.Photo,
        ContentType = ListedAttachment.Jpeg,
        Bytes = Picture.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Picture)),
    };

    private Task<string?> Piece(Guid id, int from, int until) =>
        Hub.Deliver(AttachmentChunk.WireName, new AttachmentChunk { Number = 1, Offset = from, Data = Picture[from..until] }, id);

    [Test]
    public async Task It_is_with_the_other_specialty_under_the_next_hop_with_clock_talk_and_question()
    {
        var (id, token) = await Hub.Held();
        await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id);
        Hub.Clock.Advance(TimeSpan.FromMinutes(7));

        var answer = (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        await Carry(id);

        var hops = await Hops(id);
        var told = (await Hub.Sent(id)).Single(m => m.Name == ConsultRedirected.WireName).Read<ConsultRedirected>();
        Assert.Multiple(() =>
        {
            Assert.That(((string?)answer["hub"], (string?)answer["specialty"], (int?)answer["hop"]), Is.EqualTo(("igmc", "cardiology", (int?)1)));
            Assert.That(hops.Select(c => (c.Hop, c.Status, c.Specialty)), Is.EqualTo(new[] { (0, ConsultStatus.Redirected, "general-medicine"), (1, ConsultStatus.Waiting, "cardiology") }));
            Assert.That(hops[1].ReceivedAt, Is.EqualTo(hops[0].ReceivedAt), "the clock goes on");
            Assert.That(hops[1].Thread.Select(m => m.Text), Is.EqualTo(hops[0].Thread.Select(m => m.Text)).And.Not.Empty);
            Assert.That((hops[1].Request!.Question, hops[1].Patient!.Name), Is.EqualTo((hops[0].Request!.Question, hops[0].Patient!.Name)));
            Assert.That((told.ToHub, told.ToHop, told.Specialty, told.RedirectedBy), Is.EqualTo(("igmc", 1, "cardiology", "Dr Anil Thakur")));
        });
        (await Hub.As("dr-bhatia").Post($"/api/consults/{id}/acceptance")).Must(HttpStatusCode.OK);
    }

    [Test]
    public async Task What_still_reaches_the_old_hop_goes_after_it_in_any_order_and_once([Values] bool carriedFirst)
    {
        var (id, token) = await Hub.Held(request: Some.ConsultRequested() with { Attachments = [Listed()] });
        await Piece(id, 0, 4);
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        HashSet<Guid> carried = [];
        if (carriedFirst) await Carry(id, carried);

        var late = Some.Information();
        await Hub.Deliver(InformationSupplied.WireName, late, id);
        await Piece(id, 4, Picture.Length);
        await Carry(id, carried);
        await Carry(id);   // the broker repeats everything

        var hops = await Hops(id);
        Assert.That(hops[1].Thread.Select(m => m.InformationId), Is.EqualTo(new[] { late.InformationId }));
        Assert.That(hops[1].Attachments.Single().ArrivedAt, Is.Not.Null);
        using var file = await Hub.As("dr-bhatia").Request(HttpMethod.Get, $"/api/consults/{id}/attachments/1");
        Assert.That(await file.Content.ReadAsByteArrayAsync(), Is.EqualTo(Picture));
    }

    [Test]
    public async Task A_cancellation_follows_it_or_waits_for_it_and_ends_it([Values] bool overtakes)
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        var cancellation = new CancellationRequested { Reason = null, RequestedBy = "Sunita Verma", At = Hub.Clock.GetUtcNow() };
        HashSet<Guid> carried = [];
        if (!overtakes) await Carry(id, carried);

        // To the old hop while the requester knows only that; to the new one when the word of the redirect was faster than the consult.
        await Hub.Deliver(CancellationRequested.WireName, cancellation, id, hop: overtakes ? 1 : 0);
        await Carry(id, carried);

        var hops = await Hops(id);
        Assert.That(hops.Select(c => c.Status), Is.EqualTo(new[] { ConsultStatus.Redirected, ConsultStatus.Cancelled }));
        Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultCancelled.WireName), Is.EqualTo(1));
    }

    [Test]
    public async Task Back_once_is_a_judgement_and_is_shown_and_round_again_is_refused()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        await Carry(id);
        (await Hub.As("dr-bhatia").Post(Path(id), Body(await Accept(id, "dr-bhatia"), "general-medicine", hub: "igmc"))).Must(HttpStatusCode.OK);
        await Carry(id);
        var back = await Accept(id, "dr-thakur");

        Assert.That((bool?)(await Hub.As("dr-thakur").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["goesRound"], Is.True);
        Assert.That((await Hub.As("dr-thakur").Post(Path(id), Body(back, hub: "igmc"))).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("redirect-loop"));

        var hops = await Hops(id);
        Assert.That(hops.Select(c => c.Hop), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(hops.Select(c => c.ReceivedAt).Distinct().Count(), Is.EqualTo(1));
        Assert.That(hops[2].Path!.Select(s => s.Specialty), Is.EqualTo(new[] { "general-medicine", "cardiology" }));
    }

    [Test]
    public async Task A_hub_that_does_not_offer_it_passes_it_on_by_rank_and_never_back()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        var forwarded = (await Hub.Sent(id)).Single(m => m.Name == ConsultForwarded.WireName).Read<ConsultForwarded>();

        // The health centre offers nothing but the general consult.
        Assert.That(await Hub.Deliver(ConsultForwarded.WireName, forwarded, id, hop: 1, from: "hub.igmc", to: "hub.phc-kotkhai"), Is.Null);

        var next = (await Hub.Sent(id)).Single(m => m.Name == ConsultForwarded.WireName && m.Envelope.Hop == 2);
        Assert.That(next.To, Is.EqualTo("hub.lbsgmc").Or.EqualTo("hub.rpgmc"));
        Assert.That(next.Read<ConsultForwarded>().Path.Select(s => s.HubCode), Is.EqualTo(new[] { "igmc", "phc-kotkhai" }));
        Assert.That((await Hub.Sent(id)).Last(m => m.Name == ConsultRedirected.WireName).Read<ConsultRedirected>().Reason, Is.EqualTo(ConsultRedirected.NotOffered));
    }

    [Test]
    public async Task When_no_hub_is_left_the_requester_is_told()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        var forwarded = (await Hub.Sent(id)).Single(m => m.Name == ConsultForwarded.WireName).Read<ConsultForwarded>();
        HopStep[] everywhere = [.. ((string[])["lbsgmc", "rpgmc", "igmc"]).Select(hub => new HopStep(hub, "cardiology", ConsultRedirected.NotOffered, null, Hub.Clock.GetUtcNow()))];

        Assert.That(await Hub.Deliver(ConsultForwarded.WireName, forwarded with { Path = everywhere }, id, hop: 1, from: "hub.igmc", to: "hub.phc-kotkhai"), Is.Null);

        Assert.That((await Hops(id))[1].Status, Is.EqualTo(ConsultStatus.Returned));
        Assert.That((await Hub.Sent(id))[^1].Read<ConsultReturned>().Reason, Is.EqualTo(Consult.NobodyServes));
    }

    [Test]
    public async Task What_the_other_hub_refuses_comes_back_with_all_that_went_after_it()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token, hub: "rpgmc"))).Must(HttpStatusCode.OK);
        var late = Some.Information();
        await Hub.Deliver(InformationSupplied.WireName, late, id);
        var refused = (await Hub.Sent(id)).Single(m => m.Name == ConsultForwarded.WireName).Envelope.MessageId;

        await Hub.Deliver(Receipt.Name, new Receipt { Received = [], Refused = [new RefusedMessage(refused, "message-misshapen")] }, id, from: "hub.rpgmc", to: "hub.igmc");
        foreach (var letter in (await Hub.Sent(id)).Where(m => m.To == "hub.igmc")) Assert.That(await Hub.Deliver(letter.Body), Is.Null, letter.Name);

        var hops = await Hops(id);
        Assert.Multiple(() =>
        {
            Assert.That(hops.Select(c => (c.Hop, c.HubCode, c.Status)), Is.EqualTo(new[] { (0, "igmc", ConsultStatus.Redirected), (2, "igmc", ConsultStatus.Waiting) }));
            Assert.That(hops[1].Thread.Select(m => m.InformationId), Is.EqualTo(new[] { late.InformationId }));
            Assert.That(hops[1].Specialty, Is.EqualTo("general-medicine"));
        });
        var told = (await Hub.Sent(id)).Last(m => m.Name == ConsultRedirected.WireName).Read<ConsultRedirected>();
        Assert.That((told.ToHub, told.ToHop), Is.EqualTo(("igmc", 2)));
    }

    [Test]
    public async Task A_colleague_is_named_and_others_may_still_take_it()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Request = Some.Content() with { Specialty = "paediatrics" } });
        var token = await Accept(id, "dr-chauhan");

        (await Hub.As("dr-chauhan").Post(Path(id), Body(token, "paediatrics", practitioner: "dr-rana", reason: "known-patient"))).Must(HttpStatusCode.OK);
        await Carry(id);

        var hops = await Hops(id);
        Assert.That((hops[1].HubCode, hops[1].MeantFor), Is.EqualTo(("rpgmc", "dr-rana")));
        (await Hub.As("dr-katoch").Post($"/api/consults/{id}/acceptance")).Must(HttpStatusCode.OK);
    }

    [TestCase("general-medicine", "igmc", null, "redirect-nowhere")]
    [TestCase("general-medicine", "nowhere", null, "redirect-no-hub")]
    [TestCase("cardiology", "phc-kotkhai", null, "redirect-no-hub")]
    [TestCase("cardiology", null, "dr-rana", "redirect-nobody")]
    [TestCase(null, null, "dr-nobody", "redirect-nobody")]
    [TestCase(null, null, "dr-thakur", "redirect-nobody")]
    public async Task Where_it_cannot_go_it_stays_with_its_holder(string? specialty, string? hub, string? practitioner, string code)
    {
        var (id, token) = await Hub.Held();

        Assert.That((await Hub.As("dr-thakur").Post(Path(id), Body(token, specialty, hub, practitioner))).Must(HttpStatusCode.Conflict).Code, Is.EqualTo(code));
        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Accepted));
        Assert.That((await Hub.Sent(id)).Select(m => m.Name), Has.None.EqualTo(ConsultRedirected.WireName));
    }

    [Test]
    public async Task Only_the_holder_passes_it_on_for_a_reason_of_the_list()
    {
        var (id, token) = await Hub.Held();

        Assert.That((await Hub.As("dr-negi").Post(Path(id), Body(token))).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("token-stale"));
        Assert.That((await Hub.As("dr-thakur").Post(Path(id), Body(token, reason: "tired"))).Status, Is.EqualTo(HttpStatusCode.BadRequest));
        await Hub.As("dr-katoch").Post(Path(id), Body(token)).NotFound();
    }

    [TestCase("spoke.shimla-1", "shimla-1", "forwarded-by-no-hub")]
    [TestCase("hub.rpgmc", "shimla-1", "forwarded-by-no-hub")]
    [TestCase("hub.igmc", "kangra-1", "spoke-not-of-site")]
    public async Task What_nobody_may_pass_on_is_put_aside(string from, string site, string code)
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.OK);
        var forwarded = (await Hub.Sent(id)).Single(m => m.Name == ConsultForwarded.WireName).Read<ConsultForwarded>();

        Assert.That(await Hub.Deliver(ConsultForwarded.WireName, forwarded with { Site = Wire.SpokeSite(site) }, Guid.CreateVersion7(), hop: 1, from: from, to: "hub.igmc"), Is.EqualTo(code));
    }
}
