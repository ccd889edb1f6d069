using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Spoke.Api.Domain;
using Spoke.Api.Tests.Advice;
using Spoke.Api.Verification;
using Testing;

namespace Spoke.Api.Tests.Prescriptions;

/// <summary>A medical officer asks a hub, is advised as the treating doctor, and prescribes himself.</summary>
public sealed class PrescribeTests(TestDatabase database) : AdviceSlice(database)
{
    private const string Doctor = "mo-verma";

    private static string Path(Guid id) => $"/api/consults/{id}/own-prescription";

    private static JsonObject Body(params string[] medicines) => new()
    {
        ["patientSeen"] = true,
        ["diagnoses"] = JsonSerializer.SerializeToNode(new[] { Some.Diagnosis() }, Wire.Json),
        ["advice"] = "Rest, and plenty of water.",
        ["medicines"] = JsonSerializer.SerializeToNode(medicines.Select(name => Some.Medicine() with { Name = name }), Wire.Json),
        ["tests"] = new JsonArray(),
        ["safetyNet"] = new JsonArray("Return at once if bleeding"),
    };

    private static JsonObject Replacing(int version, params string[] medicines)
    {
        var body = Body(medicines);
        body["supersedes"] = version;
        return body;
    }

    /// <summary>The hub's advice to the doctor who asked, received and checked.</summary>
    private async Task<AdviceNote> Advised(string asker = Doctor, Func<AdviceNote, AdviceNote>? with = null)
    {
        var asked = await Spoke.Asked(await Spoke.Request(asker));
        var note = TestProgramme.Note() with
        {
            ConsultId = asked.ConsultId,
            Number = asked.Number,
            Patient = asked.Patient!,
            Requester = new Requester { Name = "Dr Rohit Verma", Role = "mo", PractitionerCode = Doctor, Register = PractitionerRegister.StateMedicalCouncil },
            Urgency = asked.Urgency,
            ForTreatingDoctor = true,
            Medicines = [Some.Medicine() with { Name = "amoxicillin" }],
            SignedAt = Spoke.Clock.GetUtcNow(),
        };
        note = with?.Invoke(note) ?? note;
        Assert.That(await Give(note), Is.Null);
        return note;
    }

    private Task<Answer> Sign(Guid id, JsonObject body, string who = Doctor) => Spoke.As(who).Post(Path(id), body);

    private async Task<JsonNode> Slip(Guid id) => (await Spoke.As(Doctor).Get($"/api/consults/{id}/prescription")).Must(HttpStatusCode.OK).Body!;

    private Task<VerifySlip.Finding> Verify(string document) =>
        Spoke.Act<VerifySlip, VerifySlip.Finding>(Doctor, act => act.Handle(SlipCode.Write(document), CancellationToken.None));

    [Test]
    public async Task What_the_doctor_signs_is_his_own_and_is_what_the_slip_says()
    {
        var advice = await Advised();

        var signed = (await Sign(advice.ConsultId, Body("Amoxicillin", "misoprostol"))).Must(HttpStatusCode.Created);

        var request = await Spoke.Db(db => Task.FromResult(db.Requests.Where(r => r.ConsultId == advice.ConsultId).SelectMany(r => r.Prescriptions).Single()));
        var (note, certificate, refusal) = SignedPrescription.Check(request.Document, Spoke.Services.GetRequiredService<ProgrammeKey>().Key, PrescribingPolicy.Default);
        Assert.That(refusal, Is.Null);
        Assert.That((note!.Version, note.Mode, note.Signer.PractitionerCode, note.Signer.RegistrationNumber), Is.EqualTo((1, ConsultMode.InPerson, Doctor, "HPMC-SAMPLE-0113")));
        Assert.That((note.PrescriptionId, certificate!.Practitioner.PractitionerCode), Is.EqualTo(((Guid)signed["prescriptionId"]!, Doctor)));
        Assert.That(note.FollowsAdvice, Is.EqualTo(SignedAdvice.HashOf((await Spoke.Asked(advice.ConsultId)).Advice.Single().Document)));

        var slip = await Slip(advice.ConsultId);
        Assert.That(((string?)slip["note"]!["medicines"]![1]!["name"], (string?)slip["note"]!["mode"]), Is.EqualTo(("misoprostol", "in-person")));
        Assert.That(await Verify((string)slip["code"]!) is { Answer: VerifySlip.Answer.Valid, KnownHere: true, Certificate.Practitioner.PractitionerCode: Doctor });
    }

    [Test]
    public async Task Who_prescribes_after_advice_has_read_it_and_the_hub_is_told()
    {
        var advice = await Advised();
        (await Sign(advice.ConsultId, Body("paracetamol"))).Must(HttpStatusCode.Created);

        var request = await Spoke.Asked(advice.ConsultId);
        Assert.That((request.Status, request.Events[^1].Kind), Is.EqualTo((RequestStatus.Acknowledged, "prescribed")));
        Assert.That((await Spoke.Sent(advice.ConsultId)).Select(l => l.Name), Has.One.EqualTo(AdviceAcknowledged.WireName));
    }

    [Test]
    public async Task A_change_of_mind_is_another_version_and_the_old_slip_is_replaced()
    {
        var id = (await Advised()).ConsultId;
        (await Sign(id, Body("paracetamol"))).Must(HttpStatusCode.Created);
        var old = await Slip(id);
        await Sign(id, Body("paracetamol")).Refused(HttpStatusCode.Conflict, "prescription-not-in-force");
        await Sign(id, Replacing(2, "paracetamol")).Refused(HttpStatusCode.Conflict, "prescription-not-in-force");

        Assert.That((int)(await Sign(id, Replacing(1, "amoxicillin"))).Must(HttpStatusCode.Created)["version"]!, Is.EqualTo(2));

        var now = await Slip(id);
        Assert.That(((int)now["note"]!["version"]!, (int)now["note"]!["supersedes"]!), Is.EqualTo((2, 1)));
        Assert.That((await Verify((string)old["code"]!)).Answer, Is.EqualTo(VerifySlip.Answer.Replaced));
        Assert.That((await Verify((string)now["code"]!)).Answer, Is.EqualTo(VerifySlip.Answer.Valid));
        var kept = await Spoke.Db(db => Task.FromResult(db.Requests.Where(r => r.ConsultId == id).SelectMany(r => r.Prescriptions).OrderBy(p => p.Version).First()));
        Assert.That(kept.Document, Is.EqualTo((string?)old["document"]), "what was signed is never changed");
    }

    [Test]
    public async Task What_is_taken_back_shows_as_withdrawn_and_a_new_one_may_follow()
    {
        var id = (await Advised()).ConsultId;
        (await Sign(id, Body("paracetamol"))).Must(HttpStatusCode.Created);

        (await Spoke.As(Doctor).Post($"{Path(id)}/1/withdrawal", new { reason = "wrong-medicine" })).Must(HttpStatusCode.OK);

        var slip = await Slip(id);
        Assert.That(slip["withdrawnAt"], Is.Not.Null);
        Assert.That((await Verify((string)slip["code"]!)).Answer, Is.EqualTo(VerifySlip.Answer.Withdrawn));
        Assert.That((await Spoke.Asked(id)).AwaitsTelling, Is.True);
        await Spoke.As(Doctor).Post($"{Path(id)}/1/withdrawal", new { reason = "wrong-medicine" }).Refused(HttpStatusCode.Conflict, "prescription-not-in-force");
        (await Sign(id, Body("cetirizine"))).Must(HttpStatusCode.Created);
        Assert.That((int)(await Slip(id))["note"]!["version"]!, Is.EqualTo(2));
    }

    [Test]
    public async Task Twenty_who_sign_at_once_make_one_version()
    {
        var id = (await Advised()).ConsultId;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Sign(id, Body("paracetamol"))));

        Assert.That(answers.Count(a => a.Status == HttpStatusCode.Created), Is.EqualTo(1), string.Join(' ', answers.Select(a => a.Status)));
        Assert.That(answers.Where(a => a.Status != HttpStatusCode.Created).Select(a => a.Status), Is.All.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("morphine", "medicine-on-paper-only")]
    [TestCase("tramadol + paracetamol", "medicine-on-paper-only")]
    [TestCase("pаracetamol", "medicine-name-unreadable")]
    public async Task What_he_may_not_prescribe_either_is_refused_and_stores_nothing(string name, string code)
    {
        var id = (await Advised()).ConsultId;

        await Sign(id, Body(name)).Refused(HttpStatusCode.Conflict, code);

        Assert.That((await Spoke.Asked(id)).Status, Is.EqualTo(RequestStatus.Advised));
        Assert.That((string?)(await Slip(id))["note"]!["mode"], Is.EqualTo("text"), "the slip is still the advice");
    }

    [Test]
    public async Task A_grave_warning_wants_its_reason_here_too()
    {
        var body = Some.RequestBody();
        body["allergies"] = new JsonArray(new JsonObject { ["substance"] = "penicillin" });
        var asked = await Spoke.Asked(await Spoke.Request(Doctor, body));
        var note = await Advised(with: n => n with { ConsultId = asked.ConsultId, Number = asked.Number, Patient = asked.Patient! });

        await Sign(note.ConsultId, Body("amoxicillin")).Refused(HttpStatusCode.Conflict, "safety-reason-missing");
        var reasoned = Body("amoxicillin");
        reasoned["overrides"] = new JsonArray(new JsonObject { ["check"] = "allergy", ["medicine"] = "amoxicillin", ["against"] = "penicillin", ["reason"] = "tolerated-before" });
        (await Sign(note.ConsultId, reasoned)).Must(HttpStatusCode.Created);
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("not seen", b => b["patientSeen"] = false, "patientSeen", "patient-not-seen");
        yield return new("no diagnosis", b => b["diagnoses"] = new JsonArray(), "diagnoses", "diagnosis-missing");
        yield return new("nothing at all", b => (b["medicines"], b["advice"]) = (new JsonArray(), " "), "medicines", "prescription-empty");
        yield return new("no dose", b => b["medicines"]![0]!["dose"] = "", "medicines[0].dose", "medicine-dose-missing");
        yield return new("no days", b => b["medicines"]![0]!["durationDays"] = null, "medicines[0].durationDays", "medicine-duration-missing");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_missing_is_said_at_its_field(Refusals.Row row) =>
        await Spoke.MustBeInvalid(Doctor, Path((await Advised()).ConsultId), Body("paracetamol"), row);

    [Test]
    public async Task Advice_that_the_hub_took_back_is_prescribed_on_no_more()
    {
        var note = await Advised();
        Assert.That(await Withdraw(note, Withdrawn(note, (await Spoke.Asked(note.ConsultId)).Advice.Single().Document)), Is.Null);

        await Sign(note.ConsultId, Body("paracetamol")).Refused(HttpStatusCode.Conflict, "advice-taken-back");
    }

    [Test]
    public async Task A_health_officer_never_sees_it_and_neither_does_another_doctor_or_before_there_is_advice()
    {
        var sunitas = await Note();
        Assert.That(await Give(sunitas), Is.Null);
        await Sign(sunitas.ConsultId, Body("paracetamol")).NotFound();
        await Sign(sunitas.ConsultId, Body("paracetamol"), "cho-sunita").Refused(HttpStatusCode.Forbidden, "not-allowed");
        Assert.That(await Page(sunitas.ConsultId, "cho-sunita"), Is.EqualTo(HttpStatusCode.Forbidden));

        var anothers = await Advised(with: n => n with { Requester = n.Requester! with { PractitionerCode = "dr-negi" } });
        await Sign(anothers.ConsultId, Body("paracetamol")).NotFound();
        Assert.That(await Page(anothers.ConsultId, Doctor), Is.EqualTo(HttpStatusCode.NotFound));

        var waiting = await Spoke.Request(Doctor);
        await Sign(waiting, Body("paracetamol")).NotFound();
        Assert.That(await Page(waiting, Doctor), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Page((await Advised()).ConsultId, Doctor), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(PractitionerRegister.Ayush)]
    [TestCase(PractitionerRegister.Nursing)]
    [TestCase(null)]
    public async Task On_another_register_it_is_as_if_it_were_not_there(PractitionerRegister? register)
    {
        await using var spoke = await TestSpoke.Start(settings: TestDirectory.With(Doctor, p => p with { Register = register }));
        var id = await spoke.Request(Doctor);

        await spoke.As(Doctor).Post(Path(id), Body("paracetamol")).NotFound();
        using var page = await spoke.As(Doctor).Request(HttpMethod.Get, $"/consults/{id}/prescribe");
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Without_a_key_a_certificate_or_a_registration_in_force_nothing_is_signed()
    {
        var lapsed = TestDirectory.With(Doctor, p => p with { Certificate = TestDirectory.Certify(TestDirectory.CertificateOf(Doctor) with { RegistrationUntil = Some.Today.AddDays(-1) }) });
        var anothers = TestDirectory.With(Doctor, p => p with { Certificate = TestDirectory.Certify(TestDirectory.CertificateOf(Doctor) with { PublicKey = TestDirectory.CertificateOf("dr-negi").PublicKey }) });
        var none = ("Signing:KeysFolder", System.IO.Directory.CreateTempSubdirectory("hubspoke-test-").FullName);
        foreach (var (setting, code) in new[] { (lapsed, "registration-expired"), (anothers, "key-not-certified"), (none, "registration-missing") })
        {
            await using var spoke = await TestSpoke.Start(settings: setting);
            var keys = spoke.Services.GetRequiredService<Spoke.Api.Prescriptions.SigningKeys>();
            Assert.That(() => keys.For(Doctor, Some.Today), Throws.InstanceOf<Shared.Hosting.Problems.RuleBrokenException>().With.Message.EqualTo(code));
        }
    }

    [Test]
    public async Task The_page_is_filled_from_the_advice_and_keeps_what_was_typed([Values("en", "hi")] string language)
    {
        var id = (await Advised()).ConsultId;

        using var page = await Spoke.As(Doctor, language).Request(HttpMethod.Get, $"/consults/{id}/prescribe");

        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.That(html, Does.Contain("value=\"amoxicillin\"").And.Contain("AMOXICILLIN").And.Contain("Fever, unspecified").And.Contain("name=\"patientSeen\""));
        Assert.That(html, Does.Contain(language == "hi" ? "आपकी अपनी पर्ची" : "Your own prescription").And.Not.Contain("prescribe."));
    }

    private async Task<HttpStatusCode> Page(Guid id, string who)
    {
        using var page = await Spoke.As(who).Request(HttpMethod.Get, $"/consults/{id}/prescribe");
        return page.StatusCode;
    }
}
