using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>Both sides see when the other had a message and when it was read.</summary>
public sealed class ReadInformationTests(TestDatabase database) : SpokeSlice(database)
{
    private static readonly Guid[] Doctors = [Some.Doctor, Some.OtherDoctor];

    private async Task<(Guid Id, Guid Question)> Asked()
    {
        var (id, question) = (await Spoke.Request(), Guid.CreateVersion7());
        await Spoke.Deliver(InformationAsked.WireName, new InformationAsked { InformationId = question, Text = "Any rash?", AskedBy = "Dr Anil Thakur", At = Some.Now }, id, version: 3);
        return (id, question);
    }

    private Task<Answer> Read(Guid id) => Spoke.As("cho-sunita").Post($"/api/consults/{id}/information-read", new { });

    private async Task<JsonNode> Message(Guid id, int number) => (await Spoke.As("cho-sunita").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["thread"]![number]!;

    private async Task<Guid> Supply(Guid id) =>
        (Guid)(await Spoke.As("cho-sunita").Post($"/api/consults/{id}/information", new { text = "No rash." })).Must(HttpStatusCode.Accepted)["informationId"]!;

    [Test]
    public async Task Reading_a_question_is_told_to_the_doctor_once()
    {
        var (id, question) = await Asked();

        (await Read(id)).Must(HttpStatusCode.NoContent);
        (await Read(id)).Must(HttpStatusCode.NoContent);

        var told = (await Spoke.Sent(id)).Single(m => m.Name == InformationRead.WireName).Read<InformationRead>();
        Assert.That((told.InformationId, told.ReadBy, told.At), Is.EqualTo((question, "Sunita Verma", Spoke.Clock.GetUtcNow())));
        Assert.That((string?)(await Message(id, 0))["readBy"], Is.EqualTo("Sunita Verma"));
    }

    [Test]
    public async Task What_was_supplied_is_on_its_way_until_the_receipt_of_the_hub_says_when_it_was_there()
    {
        var (id, _) = await Asked();
        await Supply(id);
        Assert.That((bool)(await Message(id, 1))["isOnItsWay"]!, Is.True);
        var sent = (await Spoke.Sent(id)).Single(m => m.Name == InformationSupplied.WireName).Envelope.MessageId;

        var at = Spoke.Clock.GetUtcNow().AddMinutes(2);
        await Spoke.Db(db => db.Write(_ => db.Outbox.Where(m => m.MessageId == sent)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Received).SetProperty(m => m.ClosedAt, (DateTimeOffset?)at)), CancellationToken.None));

        var message = await Message(id, 1);
        Assert.That(((bool)message["isOnItsWay"]!, (DateTimeOffset)message["deliveredAt"]!, message["readAt"]), Is.EqualTo((false, at, (JsonNode?)null)));
    }

    // Two doctors read it, one after the other; whatever the order in which that comes, and however often, the first reading is shown.
    [Test]
    public async Task The_first_reading_is_shown_in_whatever_order_they_come([Range(1, 6)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var (id, _) = await Asked();
        var supplied = await Supply(id);
        InformationRead[] readings = [.. Doctors.Select((_, i) => new InformationRead { InformationId = supplied, ReadBy = $"Dr {i}", At = Some.Now.AddMinutes(i) })];
        InformationRead[] order = [.. readings, .. readings, new() { InformationId = Guid.CreateVersion7(), ReadBy = "Dr 9", At = Some.Now }];
        new Random(seed).Shuffle(order);

        foreach (var reading in order) Assert.That(await Spoke.Deliver(InformationRead.WireName, reading, id, version: 4), Is.Null);

        var message = await Message(id, 1);
        Assert.That(((string?)message["readBy"], (DateTimeOffset)message["readAt"]!), Is.EqualTo(("Dr 0", Some.Now)));
    }

    [Test]
    public async Task The_thread_lists_the_pictures_that_went_with_an_answer()
    {
        var (id, cho) = (await Spoke.Request(), Spoke.As("cho-sunita"));
        (await cho.Post($"/api/consults/{id}/attachments", Attachments.SomeFiles.PhonePhoto(width: 200, height: 150))).Must(HttpStatusCode.Created);
        await Supply(id);
        await Supply(id);

        Assert.That((await Message(id, 0))["attachments"]!.AsArray().Select(n => (int)n!), Is.EqualTo(new[] { 1 }));
        Assert.That((await Message(id, 1))["attachments"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_picture_of_many_pieces_waits_as_one_thing()
    {
        var (id, cho) = (await Spoke.Request(), Spoke.As("cho-sunita"));
        var before = (int)(await cho.Get("/api/connection")).Must(HttpStatusCode.OK)["openThings"]!;
        for (var i = 0; i < 2; i++) (await cho.Post($"/api/consults/{id}/attachments", Attachments.SomeFiles.Noise())).Must(HttpStatusCode.Created);
        await Supply(id);

        var connection = (await cho.Get("/api/connection")).Must(HttpStatusCode.OK);
        Assert.That((await Spoke.Sent(id)).Count(m => m.Priority == MessagePriority.Attachment), Is.GreaterThan(4));
        Assert.That((int)connection["openThings"]!, Is.EqualTo(before + 3), "the information and two pictures");
    }

    [Test]
    public async Task Of_a_request_of_another_spoke_nobody_has_heard()
    {
        var (id, _) = await Asked();

        await Spoke.As("cho-anita").Post($"/api/consults/{id}/information-read", new { }).NotFound();
    }
}
