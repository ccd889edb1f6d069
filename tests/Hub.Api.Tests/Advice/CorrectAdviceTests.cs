using System.Net;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Testing;

namespace Hub.Api.Tests.Advice;

/// <summary>A correction is another version by the doctor who signed; what it replaces stays as it was signed.</summary>
public sealed class CorrectAdviceTests(TestDatabase database) : HubSlice(database)
{
    private async Task<Guid> Advised()
    {
        var (id, token) = await Hub.Held();
        (await Give(id, Some.AdviceBody(token))).Must(HttpStatusCode.Created);
        return id;
    }

    private Task<Answer> Give(Guid id, JsonObject body, string doctor = "dr-thakur") => Hub.As(doctor).Post($"/api/consults/{id}/advice", body);

    private static JsonObject Correction(int supersedes = 1)
    {
        var body = Some.AdviceBody("");
        (body["supersedes"], body["advice"]) = (supersedes, "Half the dose.");
        return body;
    }

    [Test]
    public async Task A_correction_is_the_next_version_and_says_what_it_replaces()
    {
        var id = await Advised();

        var answer = (await Give(id, Correction())).Must(HttpStatusCode.Created);

        var consult = await Hub.Consult(id);
        var sent = (await Hub.Sent(id))[^1];
        var note = SignedAdvice.Check(sent.Read<AdviceGiven>().Document, Hub.Services.GetRequiredService<ProgrammeKey>().Key, PrescribingPolicy.Default).Note!;
        Assert.Multiple(() =>
        {
            Assert.That((int)answer["version"]!, Is.EqualTo(2));
            Assert.That((note.Version, note.Supersedes, note.Advice), Is.EqualTo((2, (int?)1, "Half the dose.")));
            Assert.That((consult.Status, consult.AdviceVersion, consult.Advice.Count), Is.EqualTo((ConsultStatus.Advised, 2, 2)));
            Assert.That(sent.Envelope.Version, Is.EqualTo(consult.Version));
            Assert.That(consult.Advice[0].PrescriptionId, Is.Not.EqualTo(consult.Advice[1].PrescriptionId));
            Assert.That(consult.Events[^1].Kind, Is.EqualTo("corrected"));
        });
    }

    [Test]
    public async Task Nobody_corrects_what_another_signed()
    {
        var id = await Advised();

        await Give(id, Correction(), "dr-negi").Refused(HttpStatusCode.Conflict, "advice-of-another");

        Assert.That((await Hub.Consult(id)).AdviceVersion, Is.EqualTo(1));
    }

    [Test]
    public async Task Of_two_corrections_of_one_version_the_second_is_told_to_look_again()
    {
        var id = await Advised();
        (await Give(id, Correction())).Must(HttpStatusCode.Created);

        await Give(id, Correction()).Refused(HttpStatusCode.Conflict, "changed-by-another");
    }

    [Test]
    public async Task A_closed_consult_is_not_corrected()
    {
        var id = await Advised();
        await Hub.Deliver(OutcomeRecorded.WireName, Some.Outcome(), id, version: 5);

        await Give(id, Correction()).Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");
    }

    [Test]
    public async Task A_correction_is_held_to_the_same_rules()
    {
        var id = await Advised();
        var body = Correction();
        body["medicines"]![0]!["name"] = "morphine";

        await Give(id, body).Refused(HttpStatusCode.Conflict, "medicine-prohibited");
    }

    [Test]
    public async Task There_is_nothing_to_correct_before_anything_was_signed()
    {
        var (id, _) = await Hub.Held();

        await Give(id, Correction()).Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");
    }
}
