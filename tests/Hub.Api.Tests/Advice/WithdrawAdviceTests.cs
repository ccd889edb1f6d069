using System.Net;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Testing;

namespace Hub.Api.Tests.Advice;

public sealed class WithdrawAdviceTests(TestDatabase database) : HubSlice(database)
{
    private static readonly object WrongMedicine = new { reason = "wrong-medicine", text = "Twice the dose for this weight." };

    private async Task<Guid> Advised()
    {
        var (id, token) = await Hub.Held();
        (await Hub.As("dr-thakur").Post($"/api/consults/{id}/advice", Some.AdviceBody(token))).Must(HttpStatusCode.Created);
        return id;
    }

    private Task<Answer> Withdraw(Guid id, object? body = null, string doctor = "dr-thakur", int version = 1, string? key = null) =>
        Hub.As(doctor).Post($"/api/consults/{id}/advice/{version}/withdrawal", body ?? WrongMedicine, key);

    [Test]
    public async Task What_is_taken_back_is_signed_by_the_doctor_and_names_exactly_that_advice()
    {
        var id = await Advised();

        (await Withdraw(id)).Must(HttpStatusCode.OK);

        var consult = await Hub.Consult(id);
        var sent = (await Hub.Sent(id))[^1];
        var advice = consult.Advice.Single();
        var (note, refusal) = SignedWithdrawal.Check(sent.Read<AdviceWithdrawn>().Document, advice.Document, Hub.Services.GetRequiredService<ProgrammeKey>().Key);
        Assert.Multiple(() =>
        {
            Assert.That(refusal, Is.Null);
            Assert.That((note!.ConsultId, note.Version, note.Reason, note.Text), Is.EqualTo((id, 1, "wrong-medicine", "Twice the dose for this weight.")));
            Assert.That((sent.Name, sent.Envelope.Version), Is.EqualTo((AdviceWithdrawn.WireName, consult.Version)));
            Assert.That((advice.Withdrawal, advice.WithdrawnAt), Is.EqualTo((sent.Read<AdviceWithdrawn>().Document, (DateTimeOffset?)Hub.Clock.GetUtcNow())));
            Assert.That(consult.Status, Is.EqualTo(ConsultStatus.Advised));
            Assert.That(consult.Events[^1].Kind, Is.EqualTo("advice-withdrawn"));
        });
    }

    [Test]
    public async Task What_is_wrong_can_be_taken_back_after_the_consult_was_closed()
    {
        var id = await Advised();
        await Hub.Deliver(OutcomeRecorded.WireName, Some.Outcome(), id, version: 5);

        (await Withdraw(id)).Must(HttpStatusCode.OK);

        Assert.That((await Hub.Consult(id)).Status, Is.EqualTo(ConsultStatus.Closed));
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_taken_back_once_and_without_a_key_it_says_so()
    {
        var id = await Advised();
        var key = $"{Guid.CreateVersion7()}";

        (await Withdraw(id, key: key)).Must(HttpStatusCode.OK);
        (await Withdraw(id, key: key)).Must(HttpStatusCode.OK);
        await Withdraw(id).Refused(HttpStatusCode.Conflict, "advice-withdrawn-already");

        Assert.That((await Hub.Sent(id)).Count(m => m.Name == AdviceWithdrawn.WireName), Is.EqualTo(1));
    }

    [Test]
    public async Task Only_the_doctor_who_signed_takes_it_back()
    {
        var id = await Advised();

        await Withdraw(id, doctor: "dr-negi").Refused(HttpStatusCode.Conflict, "advice-of-another");
        await Withdraw(id, doctor: "dr-katoch").NotFound();
        await Withdraw(id, version: 2).NotFound();

        Assert.That((await Hub.Consult(id)).Advice.Single().Withdrawal, Is.Null);
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no reason", body => body["reason"] = null, "reason", "withdrawal-reason-missing");
        yield return new("an unknown reason", body => body["reason"] = "bored", "reason", "withdrawal-reason-missing");
        yield return new("another reason, unsaid", body => (body["reason"], body["text"]) = ("other", " "), "text", "withdrawal-text-missing");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_taken_back(Refusals.Row row)
    {
        var id = await Advised();

        await Hub.MustBeInvalid("dr-thakur", $"/api/consults/{id}/advice/1/withdrawal", new JsonObject { ["reason"] = "wrong-patient", ["text"] = "x" }, row);

        Assert.That((await Hub.Consult(id)).Advice.Single().Withdrawal, Is.Null);
    }
}
