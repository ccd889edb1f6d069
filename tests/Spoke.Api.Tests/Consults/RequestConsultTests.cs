using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Consults;

public sealed class RequestConsultTests(TestDatabase database) : SpokeSlice(database)
{
    private const string Path = "/api/consults";

    private async Task<(int Patients, int Requests, int Messages)> Counted() => await Spoke.Db(async db =>
        (await db.Patients.CountAsync(), await db.Requests.CountAsync(), await db.Outbox.CountAsync()));

    [Test]
    public async Task What_is_answered_for_is_stored_with_the_message_that_carries_it()
    {
        var answer = (await Spoke.As("cho-sunita").Post(Path, Some.RequestBody())).Must(HttpStatusCode.Accepted);

        var id = (Guid)answer["id"]!;
        var request = await Spoke.Asked(id);
        var letter = (await Spoke.Sent(id)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(((string?)answer["status"], (string?)answer["number"]), Is.EqualTo(("queued", request.Number)));
            Assert.That((request.Status, request.Patient, request.HubCode), Is.EqualTo((RequestStatus.Queued, letter.Read<ConsultRequested>().Patient, Some.HubCode)));
            Assert.That((letter.Name, letter.To, letter.Read<ConsultRequested>().Number), Is.EqualTo((ConsultRequested.WireName, $"hub.{Some.HubCode}", request.Number)));
        });
    }

    [Test]
    public async Task Numbers_of_a_spoke_follow_each_other()
    {
        var first = await Spoke.Asked(await Spoke.Request());
        var second = await Spoke.Asked(await Spoke.Request());

        Assert.That(int.Parse(second.Number[^5..], null), Is.EqualTo(int.Parse(first.Number[^5..], null) + 1));
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_asked_once_and_another_body_is_refused()
    {
        var key = $"{Guid.CreateVersion7()}";
        var first = (await Spoke.As("cho-sunita").Post(Path, Some.RequestBody(), key)).Must(HttpStatusCode.Accepted);
        var before = await Counted();

        var second = (await Spoke.As("cho-sunita").Post(Path, Some.RequestBody(), key)).Must(HttpStatusCode.Accepted);
        var other = Some.RequestBody();
        other["question"] = "Another question that is long enough?";
        await Spoke.As("cho-sunita").Post(Path, other, key).Refused(HttpStatusCode.Conflict, "idempotency-key-reused");

        Assert.That((Guid)second["id"]!, Is.EqualTo((Guid)first["id"]!));
        Assert.That(await Counted(), Is.EqualTo(before));
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no patient", body => body["patient"] = null, "patient", "patient-missing");
        yield return new("no name", body => body["patient"]!["name"] = " ", "patient.name", "patient-name-missing");
        yield return new("no question", body => body["question"] = "Pain", "question", "question-length");
        yield return new("no complaint", body => body["complaints"] = new JsonArray(), "complaints", "complaint-missing");
        yield return new("no consent", body => body["consent"]!["given"] = false, "consent", "consent-missing");
        yield return new("no urgency", body => body["urgency"] = null, "urgency", "urgency-missing");
        yield return new("a pressure upside down", body => body["vitals"]!["diastolic"] = 150, "vitals.diastolic", "diastolic-above-systolic");
        yield return new("a child alone", body => (body["patient"]!["birthDate"], body["accompaniedBy"]) = ("2020-01-01", null), "accompaniedBy", "adult-missing");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_stored(Refusals.Row row)
    {
        var before = await Counted();

        await Spoke.MustBeInvalid("cho-sunita", Path, Some.RequestBody(), row);

        Assert.That(await Counted(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_member_that_nobody_knows_is_refused_and_nothing_is_stored()
    {
        var before = await Counted();
        var body = Some.RequestBody();
        body["shoeSize"] = 42;

        (await Spoke.As("cho-sunita").Post(Path, body)).Must(HttpStatusCode.BadRequest);

        Assert.That(await Counted(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_specialty_that_no_hub_answers_for_this_spoke_is_refused()
    {
        var body = Some.RequestBody();
        body["specialty"] = "ophthalmology";

        await Spoke.As("cho-sunita").Post(Path, body).Refused(HttpStatusCode.Conflict, "specialty-not-mapped");
    }

    [Test]
    public async Task A_patient_of_another_spoke_is_as_good_as_none()
    {
        var id = (Guid)(await Spoke.As("cho-anita").Post("/api/patients", new { patient = Some.Patient() })).Must(HttpStatusCode.Created)["patientId"]!;
        var body = Some.RequestBody();
        (body["patientId"], body["patient"]) = (id, null);

        (await Spoke.As("cho-sunita").Post(Path, body)).Must(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Practice_registers_nobody_takes_no_number_and_sends_nothing()
    {
        var before = await Counted();
        var body = Some.RequestBody();
        body["practice"] = true;

        var id = await Spoke.Request(body: body);

        var request = await Spoke.Asked(id);
        Assert.That((request.IsPractice, request.PatientId, request.Number, request.Patient!.Name), Is.EqualTo((true, (Guid?)null, "", Some.Patient().Name)));
        Assert.That(await Counted(), Is.EqualTo((before.Patients, before.Requests + 1, before.Messages)));
    }
}
