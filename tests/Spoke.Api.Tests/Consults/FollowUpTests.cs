using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Tests.Advice;
using Testing;

namespace Spoke.Api.Tests.Consults;

/// <summary>A new request may go on from an answered one of the same patient.</summary>
public sealed class FollowUpTests(TestDatabase database) : AdviceSlice(database)
{
    private async Task<(Guid Consult, Guid Patient)> Answered()
    {
        var note = await Note();
        Assert.That(await Give(note), Is.Null);
        return (note.ConsultId, (await Spoke.Asked(note.ConsultId)).PatientId!.Value);
    }

    private Task<Answer> Ask(Guid? patient, Guid followsUp)
    {
        var body = Some.RequestBody();
        if (patient is not null) (body["patientId"], body["patient"]) = (patient, null);
        body["followsUp"] = followsUp;
        return Spoke.As("cho-sunita").Post("/api/consults", body);
    }

    [Test]
    public async Task It_is_sent_with_the_earlier_consult_and_both_show_each_other()
    {
        var (earlier, patient) = await Answered();

        var id = (Guid)(await Ask(patient, earlier)).Must(HttpStatusCode.Accepted)["id"]!;

        Assert.That((await Spoke.Sent(id)).Single().Read<ConsultRequested>().FollowsUp, Is.EqualTo(earlier));
        async Task<Answer> View(Guid of) => (await Spoke.As("cho-sunita").Get($"/api/consults/{of}")).Must(HttpStatusCode.OK);
        Assert.That((Guid)(await View(id))["followsUp"]["id"]!, Is.EqualTo(earlier));
        Assert.That((Guid)(await View(earlier))["followedUpBy"][0]!["id"]!, Is.EqualTo(id));
    }

    [Test]
    public async Task Only_an_answered_consult_of_this_patient_can_be_followed_up()
    {
        var (earlier, patient) = await Answered();
        var open = await Spoke.Request(body: Some.RequestBody(Some.Patient() with { Name = "Farida Begum", RelativeName = "Salim Khan" }));
        var openPatient = (await Spoke.Asked(open)).PatientId;
        var before = await Spoke.Db(db => db.Requests.CountAsync());

        await Ask(openPatient, earlier).Refused(HttpStatusCode.Conflict, "follow-up-not-possible");
        await Ask(openPatient, open).Refused(HttpStatusCode.Conflict, "follow-up-not-possible");
        await Ask(patient, Guid.CreateVersion7()).Refused(HttpStatusCode.Conflict, "follow-up-not-possible");

        Assert.That(await Spoke.Db(db => db.Requests.CountAsync()), Is.EqualTo(before), "nothing is stored");
    }
}
