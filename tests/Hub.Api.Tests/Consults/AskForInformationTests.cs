using System.Net;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Consults;

public sealed class AskForInformationTests(TestDatabase database) : HubSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/information-requests";

    private static JsonObject Body(string token) => new() { ["token"] = token, ["text"] = " Any rash? " };

    [Test]
    public async Task The_question_goes_to_the_spoke_and_the_lease_stands_still()
    {
        var (id, token) = await Hub.Held();

        var answer = (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.Created);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease!.ExpiresAt, consult.Thread.Single().Text), Is.EqualTo((ConsultStatus.InformationAsked, (DateTimeOffset?)null, "Any rash?")));
        var asked = (await Hub.Sent(id))[^1];
        Assert.That((asked.Name, asked.Envelope.Version), Is.EqualTo((InformationAsked.WireName, consult.Version)));
        Assert.That(asked.Read<InformationAsked>(), Is.EqualTo(new InformationAsked
        {
            InformationId = (Guid)answer["informationId"]!,
            Text = "Any rash?",
            AskedBy = "Dr Anil Thakur",
            At = Hub.Clock.GetUtcNow(),
        }));
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_asked_once()
    {
        var (id, token) = await Hub.Held();
        var key = $"{Guid.CreateVersion7()}";

        var first = (await Hub.As("dr-thakur").Post(Path(id), Body(token), key)).Must(HttpStatusCode.Created);
        var second = (await Hub.As("dr-thakur").Post(Path(id), Body(token), key)).Must(HttpStatusCode.Created);

        Assert.That((Guid)second["informationId"]!, Is.EqualTo((Guid)first["informationId"]!));
        Assert.That((await Hub.Consult(id)).Thread, Has.Count.EqualTo(1));

        var other = Body(token);
        other["text"] = "Any cough?";
        await Hub.As("dr-thakur").Post(Path(id), other, key).Refused(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Test]
    public async Task A_second_question_waits_for_the_first_answer()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post(Path(id), Body(token));

        await Hub.As("dr-thakur").Post(Path(id), Body(token)).Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");
    }

    [Test]
    public async Task Only_the_holder_asks()
    {
        var (id, token) = await Hub.Held();

        await Hub.As("dr-thakur").Post(Path(id), Body("1" + token)).Stale();
        await Hub.As("dr-thakur").Post(Path(id), Body("")).Stale();
        await Hub.As("dr-negi").Post(Path(id), Body(token)).Stale();
        await Hub.As("dr-katoch").Post(Path(id), Body(token)).NotFound();
        Assert.That((await Hub.Consult(id)).Thread, Is.Empty);
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no text", body => body["text"] = "  ", "text", "question-missing");
        yield return new("a text too long", body => body["text"] = new string('a', 4001), "text", "maximum-length");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_stored(Refusals.Row row)
    {
        var (id, token) = await Hub.Held();

        await Hub.MustBeInvalid("dr-thakur", Path(id), Body(token), row);

        Assert.That((await Hub.Consult(id)).Thread, Is.Empty);
    }
}
