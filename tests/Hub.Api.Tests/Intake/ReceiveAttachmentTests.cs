using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Intake;

public sealed class ReceiveAttachmentTests(TestDatabase database) : HubSlice(database)
{
    private const int PieceBytes = 4;
    private static readonly byte[] Content = [.. "three pieces"u8];

    private static ListedAttachment Listed(int number = 1, byte[]? content = null) => new()
    {
        Number = number,
        Kind = AttachmentKind.Photo,
        ContentType = ListedAttachment.Jpeg,
        Bytes = Content.Length,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content ?? Content)),
    };

    private Task<string?> Piece(Guid id, int piece, int number = 1, string? from = null) => Hub.Deliver(AttachmentChunk.WireName,
        new AttachmentChunk { Number = number, Offset = piece * PieceBytes, Data = Content[(piece * PieceBytes)..((piece + 1) * PieceBytes)] }, id, from: from);

    private async Task<byte[]?> Shown(Guid id, int number = 1, string doctor = "dr-thakur")
    {
        using var file = await Hub.As(doctor).Request(HttpMethod.Get, $"/api/consults/{id}/attachments/{number}");
        if (file.StatusCode == HttpStatusCode.NotFound) return null;
        Assert.That((file.StatusCode, file.Headers.GetValues("Content-Security-Policy").Single()), Is.EqualTo((HttpStatusCode.OK, "default-src 'none'; sandbox")));
        return await file.Content.ReadAsByteArrayAsync();
    }

    // 3 is the text; each message comes twice, under another id.
    [Test]
    public async Task In_any_order_and_twice_it_is_whole_when_the_last_piece_is_here_and_not_before()
    {
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            var id = Guid.CreateVersion7();
            foreach (var (step, place) in order.Select((step, place) => (step, place)))
            {
                if (place == 3) Assert.That(await Shown(id), Is.Null, string.Join(' ', order));
                for (var twice = 0; twice < 2; twice++)
                    Assert.That(await (step < 3 ? Piece(id, step) : Hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested() with { Attachments = [Listed()] }, id)), Is.Null);
            }
            Assert.That(await Shown(id), Is.EqualTo(Content), string.Join(' ', order));
        }
    }

    [Test]
    public async Task A_picture_of_the_request_that_is_corrected_is_there_at_once_and_its_pieces_change_nothing()
    {
        var returned = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed(2)] });
        for (var piece = 0; piece < 3; piece++) await Piece(returned, piece, number: 2);

        var corrected = await Hub.Receive(Some.ConsultRequested() with { Corrects = returned, Attachments = [Listed(), Listed(2, [.. "other pieces"u8])] });
        Assert.That((await Shown(corrected), await Shown(corrected, 2)), Is.EqualTo((Content, (byte[]?)null)));
        for (var piece = 0; piece < 3; piece++) Assert.That(await Piece(corrected, piece), Is.Null);

        Assert.That(await Shown(corrected), Is.EqualTo(Content));
    }

    [Test]
    public async Task What_is_added_later_is_counted_with_what_came_first()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed()] });
        await Piece(id, 0, number: 2);
        await Hub.Deliver(InformationSupplied.WireName, Some.Information() with { Attachments = [Listed(2)] }, id);
        await Piece(id, 1, number: 2);
        await Piece(id, 2, number: 2);

        var view = (await Hub.As("dr-thakur").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK);

        Assert.That(view["attachments"].AsArray().Select(a => ((int)a!["number"]!, a["arrivedAt"] is not null)), Is.EqualTo(new[] { (1, false), (2, true) }));
        Assert.That(await Shown(id, 2), Is.EqualTo(Content));
    }

    [Test]
    public async Task What_is_not_what_was_announced_is_put_aside_with_its_reason_and_never_shown()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed(content: [.. "other pieces"u8])] });
        for (var piece = 0; piece < 3; piece++) await Piece(id, piece);

        Assert.That(await Shown(id), Is.Null);
        var view = (await Hub.As("dr-thakur").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK);
        Assert.That((view["attachments"][0]!["damagedAt"] is not null, (string?)view["events"].AsArray()[^1]!["kind"]), Is.EqualTo((true, "attachment-damaged")));
        var aside = await Hub.Db(db => db.Quarantine.SingleAsync(q => q.Code == "attachment-wrong-hash" && q.Reason.Contains(id.ToString())));
        Assert.That(aside.Body, Is.EqualTo(Content));
    }

    [Test]
    public async Task What_goes_bad_on_the_disk_is_not_shown()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed()] });
        for (var piece = 0; piece < 3; piece++) await Piece(id, piece);
        var rows = await Hub.Db(db => db.Consults.Where(c => c.ConsultId == id).SelectMany(c => c.Attachments).SelectMany(a => a.Pieces).Select(p => p.Id).ToListAsync());
        await Hub.Db(db => db.AttachmentPieces.Where(p => p.Id == rows[0]).ExecuteUpdateAsync(set => set.SetProperty(p => p.Data, "xxxx"u8.ToArray())));

        Assert.That((await Hub.As("dr-thakur").Get($"/api/consults/{id}/attachments/1")).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("attachment-damaged"));
    }

    [Test]
    public async Task What_cannot_be_is_refused()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed()] });
        Task<string?> Odd(int offset, byte[] data) => Hub.Deliver(AttachmentChunk.WireName, new AttachmentChunk { Number = 1, Offset = offset, Data = data }, id);
        Task<string?> Announced(params ListedAttachment[] attachments) =>
            Hub.Deliver(ConsultRequested.WireName, Some.ConsultRequested() with { Attachments = attachments }, Guid.CreateVersion7());

        Assert.That(new[] { await Odd(10, [1, 2, 3]), await Odd(-1, [1]), await Odd(0, []), await Odd(int.MaxValue, [1]) }, Is.All.EqualTo("attachment-piece-impossible"));
        Assert.That(new[]
        {
            await Announced(Listed() with { ContentType = "text/html" }), await Announced(Listed() with { Bytes = ListedAttachment.MaxBytes + 1 }),
            await Announced(Listed(), Listed()), await Announced([.. Enumerable.Range(1, 9).Select(n => Listed(n))]),
        }, Is.All.EqualTo("attachments-impossible"));
    }

    [Test]
    public async Task Nobody_else_adds_to_it_or_sees_it()
    {
        var id = await Hub.Receive(Some.ConsultRequested() with { Attachments = [Listed()] });

        Assert.That(await Piece(id, 0, from: "spoke.kangra-1"), Is.EqualTo("consult-of-another"));
        for (var piece = 0; piece < 3; piece++) await Piece(id, piece);

        Assert.That(await Shown(id), Is.EqualTo(Content));
        Assert.That(await Shown(id, doctor: "dr-katoch"), Is.Null);
    }

    private static IEnumerable<int[]> Orders(int[] of) => of.Length == 1 ? [of] : of.SelectMany(first => Orders([.. of.Except([first])]).Select(rest => (int[])[first, .. rest]));
}
