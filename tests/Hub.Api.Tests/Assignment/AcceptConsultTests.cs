using System.Net;
using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Testing;

namespace Hub.Api.Tests.Assignment;

public sealed class AcceptConsultTests(TestDatabase database) : HubSlice(database)
{
    private static readonly string[] Colleagues = ["dr-thakur", "dr-negi", "dr-sood", "dr-bhatia", "dr-chauhan", "dr-saklani"];   // all at IGMC

    private Task<Answer> Accept(Guid id, string doctor = "dr-thakur", string? key = null) => Hub.As(doctor).Post($"/api/consults/{id}/acceptance", key: key);

    [Test]
    public async Task Accepting_gives_a_token_for_half_an_hour_and_tells_the_spoke_in_the_same_transaction()
    {
        var id = await Hub.Receive();

        var answer = (await Accept(id)).Must(HttpStatusCode.OK);

        Assert.That((DateTimeOffset)answer["expiresAt"]!, Is.EqualTo(Hub.Clock.GetUtcNow().AddMinutes(30)));
        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Lease!.Token.ToString(null, null)), Is.EqualTo((ConsultStatus.Accepted, (string)answer["token"]!)));
        var told = (await Hub.Sent(id))[^1];
        Assert.That((told.Name, told.To, told.Priority, told.Envelope.Version), Is.EqualTo((ConsultAccepted.WireName, Some.Site, MessagePriority.Normal, consult.Version)));
        Assert.That(told.Read<ConsultAccepted>().PractitionerName, Is.EqualTo("Dr Anil Thakur"));
    }

    [Test]
    public async Task What_a_colleague_holds_cannot_be_accepted_and_nothing_changes()
    {
        var (id, _) = await Hub.Held();
        var (before, sent) = ((await Hub.Consult(id)).Version, (await Hub.Sent(id)).Length);

        await Accept(id, "dr-negi").Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");

        Assert.That(((await Hub.Consult(id)).Version, (await Hub.Sent(id)).Length), Is.EqualTo((before, sent)));
    }

    [Test]
    public async Task What_a_colleague_has_asked_about_stays_with_that_colleague()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });

        await Accept(id, "dr-negi").Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");

        Assert.That((await Hub.Consult(id)).Lease!.HolderName, Is.EqualTo("Dr Anil Thakur"));
    }

    [Test]
    public async Task A_doctor_of_another_hub_does_not_find_it()
    {
        var id = await Hub.Receive();

        await Accept(id, "dr-katoch").NotFound();

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Waiting));
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_one_act_with_one_answer()
    {
        var (id, key) = (await Hub.Receive(), $"{Guid.CreateVersion7()}");

        var first = (await Accept(id, key: key)).Must(HttpStatusCode.OK);
        var second = (await Accept(id, key: key)).Must(HttpStatusCode.OK);

        Assert.That(second.Body!.ToJsonString(), Is.EqualTo(first.Body!.ToJsonString()));
        Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultAccepted.WireName), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = await Hub.Receive();

            var answers = await Task.WhenAll(Enumerable.Range(0, 18).Select(i => Accept(id, Colleagues[i % Colleagues.Length])));

            Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
            Assert.That(answers.Where(a => a.Status != HttpStatusCode.OK).Select(a => (a.Status, a.Code)),
                Is.All.EqualTo((HttpStatusCode.Conflict, "consult-move-not-allowed")).Or.EqualTo((HttpStatusCode.Conflict, "changed-by-another")));
            Assert.That((await Hub.Sent(id)).Count(m => m.Name == ConsultAccepted.WireName), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Everything_of_an_emergency_travels_as_one()
    {
        var request = Some.ConsultRequested();
        var id = await Hub.Receive(request with { Request = request.Request with { Urgency = Urgency.Stat } });

        await Accept(id);

        Assert.That((await Hub.Sent(id)).Select(m => m.Priority), Is.All.EqualTo(MessagePriority.Emergency));
    }

    [Test]
    public async Task Who_is_posted_here_no_more_does_not_find_it()
    {
        await Hub.AddAccount("dr-moved", "specialist", "rpgmc");
        var id = await Hub.Receive();

        await Accept(id, "dr-moved").NotFound();
    }
}
