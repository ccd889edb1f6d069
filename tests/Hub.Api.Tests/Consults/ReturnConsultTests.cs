using System.Net;
using System.Text.Json.Nodes;
using Hub.Api.Consults;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Consults;

public sealed class ReturnConsultTests(TestDatabase database) : HubSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/return";

    private static JsonObject Body(string token) => new() { ["token"] = token, ["reason"] = "needs-in-person", ["text"] = " Please see the patient. " };

    [Test]
    public async Task It_goes_back_with_its_reason_and_is_over_here()
    {
        var (id, token) = await Hub.Held();

        (await Hub.As("dr-thakur").Post(Path(id), Body(token))).Must(HttpStatusCode.NoContent);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease, consult.IsOpen), Is.EqualTo((ConsultStatus.Returned, (Lease?)null, false)));
        var told = (await Hub.Sent(id))[^1];
        Assert.That(told.Envelope.Version, Is.EqualTo(consult.Version));
        Assert.That(told.Read<ConsultReturned>(), Is.EqualTo(new ConsultReturned
        {
            Reason = "needs-in-person",
            Text = "Please see the patient.",
            ReturnedBy = "Dr Anil Thakur",
            At = Hub.Clock.GetUtcNow(),
        }));
    }

    [TestCaseSource(typeof(ReturnConsult), nameof(ReturnConsult.Reasons))]
    public async Task Each_reason_is_taken(string reason)
    {
        var (id, token) = await Hub.Held();
        var body = Body(token);
        body["reason"] = reason;

        (await Hub.As("dr-thakur").Post(Path(id), body)).Must(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_returned_once()
    {
        var (id, token) = await Hub.Held();
        var key = $"{Guid.CreateVersion7()}";

        (await Hub.As("dr-thakur").Post(Path(id), Body(token), key)).Must(HttpStatusCode.NoContent);
        (await Hub.As("dr-thakur").Post(Path(id), Body(token), key)).Must(HttpStatusCode.NoContent);

        Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultReturned.WireName), Is.EqualTo(1));
    }

    [Test]
    public async Task Only_the_holder_returns_it()
    {
        var (id, token) = await Hub.Held();

        await Hub.As("dr-thakur").Post(Path(id), Body("1" + token)).Stale();
        await Hub.As("dr-negi").Post(Path(id), Body(token)).Stale();
        await Hub.As("dr-katoch").Post(Path(id), Body(token)).NotFound();
        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Accepted));
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no reason", body => body["reason"] = "", "reason", "return-reason-unknown");
        yield return new("a reason nobody knows", body => body["reason"] = "boring", "reason", "return-reason-unknown");
        yield return new("incomplete, without a word what is missing", body => (body["reason"], body["text"]) = ("incomplete", " "), "text", "return-text-missing");
        yield return new("another reason, without a word which", body => (body["reason"], body["text"]) = ("other", null), "text", "return-text-missing");
        yield return new("a text too long", body => body["text"] = new string('a', 4001), "text", "maximum-length");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_stored(Refusals.Row row)
    {
        var (id, token) = await Hub.Held();

        await Hub.MustBeInvalid("dr-thakur", Path(id), Body(token), row);

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Accepted));
    }
}
