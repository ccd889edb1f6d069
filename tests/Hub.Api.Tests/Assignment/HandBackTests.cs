using System.Net;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Testing;

namespace Hub.Api.Tests.Assignment;

public sealed class HandBackTests(TestDatabase database) : HubSlice(database)
{
    private Task<Answer> HandBack(Guid id, string token, string doctor = "dr-thakur") => Hub.As(doctor).Delete($"/api/consults/{id}/acceptance?token={token}");

    [Test]
    public async Task It_waits_again_and_the_spoke_is_told_why()
    {
        var (id, token) = await Hub.Held();

        (await HandBack(id, token)).Must(HttpStatusCode.NoContent);

        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease), Is.EqualTo((ConsultStatus.Waiting, (Lease?)null)));
        var told = (await Hub.Sent(id))[^1];
        Assert.That((told.Name, told.Read<ConsultWaiting>().Because, told.Envelope.Version), Is.EqualTo((ConsultWaiting.WireName, WaitingAgain.HandedBack, consult.Version)));
    }

    [Test]
    public async Task A_question_that_waits_for_its_answer_may_be_handed_back_too()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });

        (await HandBack(id, token)).Must(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task A_second_time_the_token_is_old()
    {
        var (id, token) = await Hub.Held();
        await HandBack(id, token);
        var sent = (await Hub.Sent(id)).Length;

        await HandBack(id, token).Stale();

        Assert.That((await Hub.Sent(id)).Length, Is.EqualTo(sent));
    }

    [Test]
    public async Task Another_doctor_hands_nothing_back()
    {
        var (id, token) = await Hub.Held();

        await HandBack(id, token, "dr-negi").Stale();
        await HandBack(id, token, "dr-katoch").NotFound();

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Accepted));
    }

    [TestCase("")]
    [TestCase("?token=")]
    [TestCase("?token=abc")]
    public async Task Without_a_token_the_request_is_not_understood(string query)
    {
        var (id, _) = await Hub.Held();

        await Hub.As("dr-thakur").Delete($"/api/consults/{id}/acceptance{query}").Refused(HttpStatusCode.BadRequest, "parameter-unreadable");
    }
}
