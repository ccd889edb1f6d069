using System.Net;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;
using Testing;

namespace Hub.Api.Tests.Consults;

/// <summary>Who supplied something learns when a doctor read it; the doctor learns when the question was there and read.</summary>
public sealed class ReadInformationTests(TestDatabase database) : HubSlice(database)
{
    private Task<Answer> Read(Guid id, string doctor = "dr-thakur") => Hub.As(doctor).Post($"/api/consults/{id}/information-read");

    private async Task<JsonNode> Message(Guid id, int number) => (await Hub.As("dr-thakur").Get($"/api/consults/{id}")).Must(HttpStatusCode.OK)["thread"]![number]!;

    private async Task<InformationRead[]> Told(Guid id) => [.. (await Hub.Sent(id)).Where(m => m.Name == InformationRead.WireName).Select(m => m.Read<InformationRead>())];

    [Test]
    public async Task The_holder_reads_and_the_spoke_is_told_once()
    {
        var (id, _) = await Hub.Held();
        var information = Some.Information();
        await Hub.Deliver(InformationSupplied.WireName, information, id);

        (await Read(id)).Must(HttpStatusCode.NoContent);
        (await Read(id)).Must(HttpStatusCode.NoContent);

        var told = (await Told(id)).Single();
        Assert.That((told.InformationId, told.ReadBy), Is.EqualTo((information.InformationId, "Dr Anil Thakur")));
        Assert.That((string?)(await Message(id, 0))["readBy"], Is.EqualTo("Dr Anil Thakur"));
    }

    [Test]
    public async Task While_another_holds_it_or_nobody_does_looking_is_not_reading()
    {
        var (held, _) = await Hub.Held("dr-sood");
        var waiting = await Hub.Receive();
        foreach (var id in new[] { held, waiting })
        {
            await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id);

            (await Read(id)).Must(HttpStatusCode.NoContent);

            Assert.That(await Told(id), Is.Empty);
        }
    }

    [Test]
    public async Task What_came_after_the_advice_is_read_by_whoever_looks()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);
        await Hub.Deliver(InformationSupplied.WireName, Some.Information(), id);

        (await Read(id, "dr-sood")).Must(HttpStatusCode.NoContent);

        Assert.That(await Told(id), Has.Length.EqualTo(1));
        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Advised));
    }

    [Test]
    public async Task A_question_is_on_its_way_then_there_then_read()
    {
        var (id, token) = await Hub.Held();
        var question = (Guid)(await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" })).Must(HttpStatusCode.Created)["informationId"]!;
        Assert.That((bool)(await Message(id, 0))["isOnItsWay"]!, Is.True);

        var sent = (await Hub.Sent(id))[^1].Envelope.MessageId;
        var at = Hub.Clock.GetUtcNow().AddMinutes(1);
        await Hub.Db(db => db.Write(_ => db.Outbox.Where(m => m.MessageId == sent)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Received).SetProperty(m => m.ClosedAt, (DateTimeOffset?)at)), CancellationToken.None));
        foreach (var minutes in new[] { 9, 5, 9 })
            await Hub.Deliver(InformationRead.WireName, new InformationRead { InformationId = question, ReadBy = $"Reader {minutes}", At = Some.Now.AddMinutes(minutes) }, id);

        var message = await Message(id, 0);
        Assert.That(((bool)message["isOnItsWay"]!, (DateTimeOffset)message["deliveredAt"]!, (string?)message["readBy"]), Is.EqualTo((false, at, "Reader 5")));
    }
}
