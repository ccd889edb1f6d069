using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Messaging;
using SkiaSharp;
using Spoke.Api.Paper;
using Spoke.Api.Tests.Advice;
using Spoke.Api.Tests.Attachments;
using Testing;

namespace Spoke.Api.Tests.Paper;

public sealed class RecordCopyTests(TestDatabase database) : AdviceSlice(database)
{
    private async Task<Guid> AskFor(Guid patient, string key = "") =>
        (Guid)(await Spoke.As("cho-sunita").Post($"/api/patients/{patient}/copies", new { askedFor = "patient" }, key.Length > 0 ? key : null)).Must(HttpStatusCode.Accepted)["copyId"]!;

    private async Task<bool> Make() => await ActivatorUtilities.CreateInstance<MakeCopies>(Spoke.Services).MakeNext(CancellationToken.None);

    private async Task MakeAll()
    {
        while (await Make()) { }
    }

    private async Task<PatientRecord> Download(Guid copy)
    {
        using var response = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/api/copies/{copy}");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return JsonSerializer.Deserialize<PatientRecord>(await response.Content.ReadAsStringAsync(), Wire.Json)!;
    }

    [Test]
    public async Task The_copy_holds_the_request_the_signed_advice_and_every_picture_and_is_due_in_72_hours()
    {
        var note = await Note();
        (await Spoke.As("cho-sunita").Post($"/api/consults/{note.ConsultId}/attachments?kind=photo", SomeFiles.Picture(SKEncodedImageFormat.Jpeg, 40, 30))).Must(HttpStatusCode.Created);
        (await Spoke.As("cho-sunita").Post($"/api/consults/{note.ConsultId}/information", new { text = "Seen in daylight." })).Must(HttpStatusCode.Accepted);
        await Give(note);
        var patient = (await Spoke.Asked(note.ConsultId)).PatientId!.Value;
        var asked = Spoke.Clock.GetUtcNow();

        var copy = await AskFor(patient);
        await MakeAll();

        var consult = (await Download(copy)).Consults.Single(c => c.ConsultId == note.ConsultId);
        var listed = (await Spoke.As("cho-sunita").Get("/api/copies")).Must(HttpStatusCode.OK).Body!.AsArray().Single(c => (Guid)c!["copyId"]! == copy)!;
        Assert.Multiple(() =>
        {
            Assert.That(consult.Request!.Question, Is.EqualTo(Some.Content().Question));
            Assert.That(consult.Thread.Single().Text, Is.EqualTo("Seen in daylight."));
            Assert.That(consult.Advice.Single().Note!.Medicines[0].Name, Is.EqualTo(note.Medicines[0].Name));
            Assert.That(Shared.Contracts.Signing.SignedAdvice.HashOf(consult.Advice.Single().Document), Is.Not.Empty);
            Assert.That(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(consult.Attachments.Single().Content)), Is.EqualTo(consult.Attachments.Single().Sha256));
            Assert.That((DateTimeOffset)listed["dueAt"]!, Is.EqualTo(asked.AddHours(72)));
        });
    }

    [Test]
    public async Task What_was_corrected_is_in_the_copy_with_who_corrected_it()
    {
        var misheard = Some.Patient() with { Name = "Savitri Thakur", Mobile = "9418077031" };
        var patient = (Guid)(await Spoke.As("cho-sunita").Post("/api/patients", new { patient = misheard, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"]!;
        var corrected = misheard with { Name = "Saraswati Thakur" };
        (await Spoke.As("cho-sunita").Put($"/api/patients/{patient}", new { patient = corrected, version = 0 })).Must(HttpStatusCode.OK);

        var copy = await AskFor(patient);
        await MakeAll();

        var record = await Download(copy);
        Assert.That(record.Corrections!.Select(c => (c.Before.Name, c.By)), Is.EqualTo(new[] { (misheard.Name, "Sunita Verma") }));
        Assert.That(record.Patient.Name, Is.EqualTo(corrected.Name));
        using var page = await Spoke.As("cho-sunita").Request(HttpMethod.Get, $"/copies/{copy}");
        Assert.That(WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()), Does.Contain("Corrected by Sunita Verma"));
    }

    [Test]
    public async Task What_comes_later_does_not_change_a_copy_that_was_made()
    {
        var note = await Note();
        var patient = (await Spoke.Asked(note.ConsultId)).PatientId!.Value;
        var copy = await AskFor(patient);
        await MakeAll();

        await Give(note);

        Assert.That((await Download(copy)).Consults.Single(c => c.ConsultId == note.ConsultId).Advice, Is.Empty);
        var second = await AskFor(patient);
        await MakeAll();
        Assert.That((await Download(second)).Consults.Single(c => c.ConsultId == note.ConsultId).Advice, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_copy_is_given_once_it_is_made_and_saying_so_twice_changes_nothing()
    {
        var cho = Spoke.As("cho-sunita");
        await MakeAll();
        var copy = await AskFor((await Spoke.Asked(await Spoke.Request())).PatientId!.Value);

        Assert.That((await cho.Post($"/api/copies/{copy}/given")).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("copy-not-made"));
        Assert.That((await cho.Get($"/api/copies/{copy}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        await MakeAll();
        (await cho.Post($"/api/copies/{copy}/given")).Must(HttpStatusCode.NoContent);
        var given = (await cho.Get("/api/copies")).Body!.AsArray().Single(c => (Guid)c!["copyId"]! == copy)!["givenAt"]!.ToString();
        Spoke.Clock.Advance(TimeSpan.FromHours(1));
        (await cho.Post($"/api/copies/{copy}/given")).Must(HttpStatusCode.NoContent);

        Assert.That((await cho.Get("/api/copies")).Body!.AsArray().Single(c => (Guid)c!["copyId"]! == copy)!["givenAt"]!.ToString(), Is.EqualTo(given));
    }

    [Test]
    public async Task Asking_twice_with_one_key_is_one_copy_and_nobody_else_sees_it()
    {
        var patient = (await Spoke.Asked(await Spoke.Request())).PatientId!.Value;
        var key = Guid.CreateVersion7().ToString();

        var copy = await AskFor(patient, key);
        Assert.That(await AskFor(patient, key), Is.EqualTo(copy));
        await MakeAll();

        await Spoke.As("cho-anita").Get($"/api/copies/{copy}").NotFound();
        await Spoke.As("cho-anita").Post($"/api/patients/{patient}/copies", new { askedFor = "patient" }).NotFound();
        await Spoke.As("cho-anita").Post($"/api/copies/{copy}/given").NotFound();
    }

    [Test]
    public async Task Who_asks_must_be_said()
    {
        var patient = (await Spoke.Asked(await Spoke.Request())).PatientId!.Value;

        Assert.That((await Spoke.As("cho-sunita").Post($"/api/patients/{patient}/copies", new { askedFor = (string?)null })).Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
