using System.Net;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Patients;
using Testing;

namespace Spoke.Api.Tests.Patients;

public sealed class CorrectPatientTests(TestDatabase database) : SpokeSlice(database)
{
    private async Task<Guid> Register(PatientSummary patient) =>
        (Guid)(await Spoke.As("cho-sunita").Post("/api/patients", new { patient, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"]!;

    private Task<Answer> Correct(Guid id, PatientSummary patient, int? version, string cho = "cho-sunita") =>
        Spoke.As(cho).Put($"/api/patients/{id}", new { patient, version });

    [Test]
    public async Task What_was_misheard_is_put_right_found_by_and_what_stood_there_is_kept_with_who_changed_it()
    {
        var misheard = Some.Patient() with { Name = "Savitri Devi", Mobile = "9418012345" };
        var id = await Register(misheard);

        var answer = (await Correct(id, misheard with { Name = "Saraswati Devi", Mobile = "9816054321" }, 0)).Must(HttpStatusCode.OK);

        Assert.That((int)answer["version"]!, Is.EqualTo(1));
        Assert.That((await Spoke.As("cho-sunita").Get("/api/patients?q=saraswati 9816054321")).Must(HttpStatusCode.OK)["items"]!.AsArray().Select(i => (Guid)i!["patientId"]!), Does.Contain(id));
        var kept = await Spoke.Db(db => db.Corrections.SingleAsync(c => c.PatientId == id));
        Assert.That((kept.Before.Name, kept.Before.Mobile, kept.CorrectedBy, kept.CorrectedAt), Is.EqualTo(("Savitri Devi", "9418012345", "Sunita Verma", Spoke.Clock.GetUtcNow())));
    }

    [Test]
    public async Task Somebody_who_sounds_like_the_corrected_name_is_shown_before_a_second_registration()
    {
        var patient = Some.Patient() with { Name = "Xqwz", RelativeName = "Bhagat Ram", Mobile = "9418077001" };
        var id = await Register(patient);
        await Correct(id, patient with { Name = "Phoolmati" }, 0);

        var refused = await Spoke.As("cho-sunita").Post("/api/patients", new { patient = patient with { Name = "Fulmati" } });

        Assert.That((refused.Status, (string?)refused.Body!["code"]), Is.EqualTo((HttpStatusCode.Conflict, "patient-likely-registered")));
    }

    [Test]
    public async Task A_request_that_was_sent_keeps_what_was_sent_and_the_next_one_says_what_is_true()
    {
        var patient = Some.Patient() with { Name = "Kamla Devi", Mobile = "9418077002" };
        var id = await Register(patient);
        var before = await Ask(id);
        await Correct(id, patient with { Name = "Kamlesh Devi" }, 0);
        var after = await Ask(id);

        Assert.That((await NameIn(before), await NameIn(after)), Is.EqualTo(("Kamla Devi", "Kamlesh Devi")));

        async Task<Guid> Ask(Guid patientId)
        {
            var body = Some.RequestBody();
            (body["patientId"], body["patient"]) = (patientId, null);
            return await Spoke.Request(body: body);
        }

        async Task<string> NameIn(Guid request) => (await Spoke.Db(db => db.Requests.SingleAsync(r => r.ConsultId == request))).Patient!.Name;
    }

    [Test]
    public async Task Who_read_an_older_record_overwrites_nothing()
    {
        var patient = Some.Patient() with { Mobile = "9418077003" };
        var id = await Register(patient);
        (await Correct(id, patient with { AshaName = "Suman" }, 0)).Must(HttpStatusCode.OK);

        var late = await Correct(id, patient with { Mobile = "9418077004" }, 0);

        Assert.That((late.Status, (string?)late.Body!["code"]), Is.EqualTo((HttpStatusCode.Conflict, "changed-by-another")));
        Assert.That((await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id))).Summary, Is.EqualTo(patient with { AshaName = "Suman" }));
    }

    [Test]
    public async Task The_same_said_again_is_no_correction_and_an_age_that_was_not_touched_does_not_start_anew()
    {
        var now = Spoke.Clock.GetUtcNow();
        var patient = Some.Patient() with { BirthDate = null, Mobile = "9418077005", Age = new Age { Value = 42, AsOf = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-400) } };
        var id = await Register(patient);

        (await Correct(id, patient with { Age = patient.Age with { AsOf = DateOnly.FromDateTime(now.UtcDateTime) } }, 0)).Must(HttpStatusCode.OK);

        var (record, corrections) = await Spoke.Db(async db => (await db.Patients.SingleAsync(p => p.PatientId == id), await db.Corrections.CountAsync(c => c.PatientId == id)));
        Assert.That((record.Summary.Age, record.Version, corrections), Is.EqualTo((patient.Age, 0, 0)));
    }

    [Test]
    public async Task What_registration_refuses_a_correction_is_refused_as_well_and_nothing_changes()
    {
        var patient = Some.Patient() with { Mobile = "9418077006" };
        var id = await Register(patient);

        var refused = await Correct(id, patient with { RelativeName = "", Mobile = "12" }, 0);
        var unsaid = await Correct(id, patient, null);

        Assert.That((refused.Status, unsaid.Status), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest)));
        Assert.That((await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id))).Summary, Is.EqualTo(patient));
    }

    [Test]
    public async Task A_patient_of_another_centre_is_not_there()
    {
        var id = await Register(Some.Patient() with { Mobile = "9418077007" });

        Assert.That((await Correct(id, Some.Patient(), 0, "cho-anita")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Correct(Guid.CreateVersion7(), Some.Patient(), 0)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
