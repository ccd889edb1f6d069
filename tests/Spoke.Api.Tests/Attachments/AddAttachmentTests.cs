using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using SkiaSharp;
using Testing;

namespace Spoke.Api.Tests.Attachments;

public sealed class AddAttachmentTests(TestDatabase database) : SpokeSlice(database)
{
    private static readonly byte[] Photo = SomeFiles.PhonePhoto(width: 1200, height: 900);

    private static string Path(Guid id) => $"/api/consults/{id}/attachments";

    private async Task<Guid> Supply(Guid id) =>
        (Guid)(await Spoke.As("cho-sunita").Post($"/api/consults/{id}/information", new { text = "The rash, in daylight." })).Must(HttpStatusCode.Accepted)["informationId"]!;

    [Test]
    public async Task A_photo_goes_with_the_information_listed_in_the_text_and_in_pieces_behind_it()
    {
        var id = await Spoke.Request();
        (await Spoke.As("cho-sunita").Post($"{Path(id)}?kind=ecg", Photo)).Must(HttpStatusCode.Created);
        Assert.That(await Spoke.Sent(id), Has.Length.EqualTo(1), "nothing leaves before the information does");

        var informationId = await Supply(id);

        var sent = (await Spoke.Sent(id))[1..];
        var text = sent[0].Read<InformationSupplied>();
        var listed = text.Attachments!.Single();
        Assert.That((sent[0].Priority, listed.Number, listed.Kind, listed.ContentType), Is.EqualTo((MessagePriority.Normal, 1, AttachmentKind.Ecg, ListedAttachment.Jpeg)));
        var pieces = sent[1..].Select(m => m.Read<AttachmentChunk>()).ToArray();
        Assert.That(sent[1..].Select(m => m.Priority), Is.All.EqualTo(MessagePriority.Attachment));
        Assert.That(sent[1..].Select(m => m.Body.Length), Is.All.LessThan(24 * 1024));
        byte[] together = [.. pieces.OrderBy(p => p.Offset).SelectMany(p => p.Data)];
        Assert.That((together.Length, Convert.ToHexStringLower(SHA256.HashData(together))), Is.EqualTo((listed.Bytes, listed.Sha256)));
        Assert.That(await Spoke.Db(db => db.Attachments.Where(a => a.ConsultId == id).Select(a => a.InformationId).SingleAsync()), Is.EqualTo(informationId));
    }

    [Test]
    public async Task What_was_sent_is_not_sent_again_and_cannot_be_deleted_but_what_waits_can()
    {
        var (id, cho) = (await Spoke.Request(), Spoke.As("cho-sunita"));
        (await cho.Post(Path(id), Photo)).Must(HttpStatusCode.Created);
        await Supply(id);
        var second = (int)(await cho.Post(Path(id), Photo)).Must(HttpStatusCode.Created)["number"]!;

        Assert.That((await cho.Delete($"{Path(id)}/1")).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("attachment-sent"));
        (await cho.Delete($"{Path(id)}/{second}")).Must(HttpStatusCode.NoContent);
        await Supply(id);

        Assert.That((await Spoke.Sent(id)).Where(m => m.Name == InformationSupplied.WireName).Select(m => m.Read<InformationSupplied>().Attachments?.Count), Is.EqualTo(new int?[] { 1, null }));
    }

    [Test]
    public async Task The_ninth_is_refused_and_so_is_what_comes_after_the_end()
    {
        var (id, cho) = (await Spoke.Request(), Spoke.As("cho-sunita"));
        var small = SomeFiles.Picture(SKEncodedImageFormat.Png, 8, 8);
        for (var i = 0; i < ListedAttachment.MaxCount; i++) (await cho.Post(Path(id), small)).Must(HttpStatusCode.Created);

        Assert.That((await cho.Post(Path(id), small)).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("attachment-too-many"));

        var over = await Spoke.Request();
        (await cho.Post($"/api/consults/{over}/cancellation", new { })).Must(HttpStatusCode.Accepted);
        Assert.That((await cho.Post(Path(over), small)).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("attachment-too-late"));
    }

    [Test]
    public async Task What_is_refused_is_not_kept()
    {
        var (id, cho) = (await Spoke.Request(), Spoke.As("cho-sunita"));

        Assert.That((await cho.Post(Path(id), SomeFiles.Zip())).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("attachment-archive"));
        Assert.That((await cho.Post(Path(id), new byte[ListedAttachment.MaxBytes + 1])).Must(HttpStatusCode.RequestEntityTooLarge).Code, Is.EqualTo("attachment-too-large"));

        Assert.That(await Spoke.Db(db => db.Attachments.CountAsync(a => a.ConsultId == id)), Is.Zero);
    }

    [Test]
    public async Task A_practice_request_keeps_its_pictures_here()
    {
        var body = Some.RequestBody();
        body["practice"] = true;
        var id = (Guid)(await Spoke.As("cho-sunita").Post("/api/consults", body)).Must(HttpStatusCode.Accepted)["id"]!;
        (await Spoke.As("cho-sunita").Post(Path(id), Photo)).Must(HttpStatusCode.Created);

        await Supply(id);

        Assert.That(await Spoke.Sent(id), Is.Empty);
    }

    [Test]
    public async Task It_is_read_as_a_file_that_can_do_nothing_and_only_at_its_own_centre()
    {
        var id = await Spoke.Request();
        (await Spoke.As("cho-sunita").Post(Path(id), Photo)).Must(HttpStatusCode.Created);
        (await Spoke.As("cho-sunita").Post($"{Path(id)}?kind=report", SomeFiles.Pdf())).Must(HttpStatusCode.Created);

        using var picture = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"{Path(id)}/1");
        using var report = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"{Path(id)}/2");

        foreach (var file in new[] { picture, report })
            Assert.That((file.Headers.GetValues("Content-Security-Policy").Single(), file.Headers.GetValues("X-Content-Type-Options").Single()), Is.EqualTo(("default-src 'none'; sandbox", "nosniff")));
        Assert.That((picture.Content.Headers.ContentType!.MediaType, report.Content.Headers.ContentDisposition!.ToString()), Is.EqualTo(("image/jpeg", "attachment; filename=2.pdf; filename*=UTF-8''2.pdf")));
        await Spoke.As("cho-anita").Get($"{Path(id)}/1").NotFound();
        await Spoke.As("cho-anita").Post(Path(id), Photo).NotFound();
        await Spoke.As("cho-sunita").Get($"{Path(id)}/3").NotFound();
    }
}
