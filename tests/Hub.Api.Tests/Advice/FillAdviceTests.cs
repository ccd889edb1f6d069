using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Demo;
using Hub.Api.Advice;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Shared.Hosting.Ui;
using Testing;

namespace Hub.Api.Tests.Advice;

/// <summary>Templates, favourites and "repeat last": whose they are, and that they fill a form and never sign.</summary>
public sealed class FillAdviceTests(TestDatabase database) : HubSlice(database)
{
    private const string Thakur = "dr-thakur";

    internal static JsonObject Template(string name = "Fever", string? hub = Some.HubCode) => JsonSerializer.SerializeToNode(
        HubTemplates.UrinaryInfection with { Hub = hub, Name = new(name, $"साँचा {name}") }, Wire.Json)!.AsObject();

    private async Task<Guid> Make(string userName, JsonObject template) => (Guid)(await Hub.As(userName).Post("/api/templates", template)).Must(HttpStatusCode.Created)["templateId"]!;

    private async Task<string[]> Seen(string userName) =>
        [.. (await Hub.As(userName).Get("/api/templates")).Must(HttpStatusCode.OK)["items"].AsArray().Select(item => (string)item!["name"]!["en"]!)];

    private Task<AdviceContent?> Press(string userName, string act, PatientSummary? patient = null, params Diagnosis[] diagnoses) =>
        Hub.Act<FillAdvice, AdviceContent?>(userName, fill => fill.Find(act, patient, diagnoses, CancellationToken.None));

    private Task<FillAdvice.Offers> Offered(string userName, PatientSummary? patient = null) =>
        Hub.Act<FillAdvice, FillAdvice.Offers>(userName, fill => fill.Read(Some.HubCode, patient, CancellationToken.None));

    private async Task<Guid> Signed(string doctor, Diagnosis diagnosis, PatientSummary patient, params MedicineLine[] medicines)
    {
        var (id, token) = await Hub.Held(doctor, Some.ConsultRequested() with { Patient = patient, Request = Some.Content() with { CurrentMedicines = [] } });
        var body = Some.AdviceBody(token);
        body["diagnoses"] = JsonSerializer.SerializeToNode(new[] { diagnosis }, Wire.Json);
        body["medicines"] = JsonSerializer.SerializeToNode(medicines, Wire.Json);
        body["advice"] = $"For {diagnosis.Text}.";
        (await Hub.As(doctor).Post($"/api/consults/{id}/advice", body)).Must(HttpStatusCode.Created);
        return id;
    }

    [Test]
    public async Task A_hubs_template_is_seen_by_its_doctors_and_its_nodal_officer_and_an_own_one_by_its_doctor_alone()
    {
        await Make("nodal-sharma", Template("Of the hub"));
        await Make(Thakur, Template("My own", hub: null));

        Assert.That(await Seen(Thakur), Does.Contain("Of the hub").And.Contain("My own"));
        Assert.That(await Seen("dr-negi"), Does.Contain("Of the hub").And.Not.Contain("My own"));
        Assert.That(await Seen("dr-katoch"), Does.Not.Contain("Of the hub").And.Not.Contain("My own"));
        Assert.That((await Offered(Thakur)).Templates.Select(t => t.NameEn).First(), Is.EqualTo("My own"), "the own ones first");
    }

    [Test]
    public async Task What_is_not_theirs_nobody_uses_changes_or_retires()
    {
        var own = await Make(Thakur, Template("Only Thakur's", hub: null));

        await Hub.As("dr-negi").Put($"/api/templates/{own}", Template()).NotFound();
        await Hub.As("dr-negi").Delete($"/api/templates/{own}").NotFound();
        Assert.That(await Press("dr-negi", FillAdvice.UseTemplate(own)), Is.Null);
        Assert.That(await Press(Thakur, FillAdvice.UseTemplate(own)), Is.Not.Null);
    }

    [Test]
    public async Task A_template_needs_a_place_that_is_its_makers_and_a_name_that_is_free_there()
    {
        await Make(Thakur, Template("Taken"));

        await Hub.As(Thakur).Post("/api/templates", Template("Taken")).Refused(HttpStatusCode.Conflict, "template-name-taken");
        await Hub.As(Thakur).Post("/api/templates", Template("Elsewhere", "rpgmc")).Refused(HttpStatusCode.Conflict, "template-hub-not-yours");
        await Hub.As("nodal-sharma").Post("/api/templates", Template("Mine", hub: null)).Refused(HttpStatusCode.Conflict, "template-needs-hub");
        Assert.That(await Seen(Thakur), Does.Not.Contain("Elsewhere"));
        await Make(Thakur, Template("Taken", hub: null));   // another place
    }

    private static readonly Refusals.Row[] Wrong =
    [
        new("no name", b => b["name"]!["en"] = " ", "name.en", "template-name-missing"),
        new("no Hindi name", b => b["name"]!["hi"] = "", "name.hi", "template-name-missing"),
        new("no advice", b => b["content"]!["advice"] = "", "content.advice", "advice-missing"),
        new("a medicine without a name", b => b["content"]!["medicines"]![0]!["name"] = "", "content.medicines[0].name", "medicine-name-missing"),
    ];

    [TestCaseSource(nameof(Wrong))]
    public Task What_is_wrong_with_a_template_is_said_at_its_field(Refusals.Row row) => Hub.MustBeInvalid(Thakur, "/api/templates", Template("Wrong"), row);

    [Test]
    public async Task A_changed_template_gives_what_it_says_now_and_a_retired_one_nothing()
    {
        var id = await Make(Thakur, Template("Changes"));
        var changed = Template("Has changed");
        changed["content"]!["advice"] = "Other words.";

        Assert.That((await Hub.As("dr-negi").Put($"/api/templates/{id}", changed)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Press(Thakur, FillAdvice.UseTemplate(id)))!.Advice, Is.EqualTo("Other words."));

        Assert.That((await Hub.As(Thakur).Delete($"/api/templates/{id}")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Press(Thakur, FillAdvice.UseTemplate(id)), Is.Null);
        Assert.That(await Seen(Thakur), Does.Not.Contain("Has changed"));
    }

    [Test]
    public async Task What_a_doctor_signs_most_is_offered_first_and_brings_its_last_dose()
    {
        var (cold, patient) = (new Diagnosis { Code = "J00", Text = "Common cold" }, Some.Patient());
        await Signed("dr-sood", cold, patient, Some.Medicine());
        await Signed("dr-sood", cold, patient, Some.Medicine() with { Name = "PCM", DurationDays = 5 });
        await Signed("dr-sood", new Diagnosis { Text = "Dehydration" }, patient, Some.Medicine() with { Name = "oral rehydration salts", Form = "sachet", Dose = "1 sachet" });

        var offers = await Offered("dr-sood");
        Assert.That(offers.Diagnoses.Select(d => d.Text), Is.EqualTo(new[] { "Common cold", "Dehydration" }));
        Assert.That(offers.Medicines.Select(m => m.Text), Is.EqualTo(new[] { "paracetamol", "oral rehydration salts" }), "a synonym counts as the medicine");

        Assert.That((await Press("dr-sood", FillAdvice.UseWord(offers.Medicines[0].Id)))!.Medicines.Single().DurationDays, Is.EqualTo(5));
        Assert.That(await Press(Thakur, FillAdvice.UseWord(offers.Medicines[0].Id)), Is.Null, "another doctor's habit");
    }

    [Test]
    public async Task Repeat_last_finds_the_same_patient_and_the_same_diagnosis_of_the_same_doctor()
    {
        var (her, him) = (Some.Patient() with { Name = "Repeat Devi" }, Some.Patient() with { Name = "Repeat Lal", Sex = Sex.Male });
        var (ache, cough) = (new Diagnosis { Code = "R51", Text = "Headache" }, new Diagnosis { Code = "R05", Text = "Cough" });
        await Signed("dr-bhatia", ache, her);
        await Signed("dr-bhatia", cough, him);

        Task<AdviceContent?> Find(string act, PatientSummary? patient, params Diagnosis[] diagnoses) => Press("dr-bhatia", act, patient, diagnoses);
        Assert.That((await Find(FillAdvice.RepeatForPatient, her with { Mobile = "9816011111" }))!.Advice, Is.EqualTo("For Headache."));
        Assert.That((await Find(FillAdvice.RepeatForDiagnosis, her, new Diagnosis { Code = "r05", Text = "Cough, dry" }))!.Advice, Is.EqualTo("For Cough."));
        Assert.That(await Find(FillAdvice.RepeatForPatient, Some.Child()), Is.Null);
        Assert.That(await Find(FillAdvice.RepeatForDiagnosis, her), Is.Null);
        Assert.That(await Press(Thakur, FillAdvice.RepeatForPatient, her), Is.Null);
        Assert.That((await Offered("dr-bhatia", her)).GivenToPatientAt, Is.EqualTo(Hub.Clock.GetUtcNow()));
    }

    [Test]
    public async Task Advice_that_was_taken_back_is_not_repeated()
    {
        var patient = Some.Patient() with { Name = "Taken Devi" };
        var id = await Signed(Thakur, new Diagnosis { Text = "Wrong one" }, patient);
        (await Hub.As(Thakur).Post($"/api/consults/{id}/advice/1/withdrawal", new { reason = "wrong-patient" })).Must(HttpStatusCode.OK);

        Assert.That(await Press(Thakur, FillAdvice.RepeatForPatient, patient), Is.Null);
    }

    [Test]
    public void Filling_adds_to_what_was_typed_writes_nothing_over_and_doubles_nothing()
    {
        var typed = Form(("advice", "Rest."), ("tests", "CBC"), ("diagnoses[0].text", "B86 · Scabies"), ("medicines[0].name", "cetirizine"), ("medicines[0].dose", "half a tablet"), ("token", "7"));
        var content = Content(HubTemplates.Scabies);

        var once = AdviceFields.With(typed, content, Some.Today);
        var twice = AdviceFields.With(once, content, Some.Today);

        Assert.That(twice, Is.EquivalentTo(once), "pressed twice");
        var command = new AdviceFields(new PostedForm(once)).Command("7", null);
        Assert.Multiple(() =>
        {
            Assert.That(command.Advice, Does.StartWith("Rest.\nTreat everybody"));
            Assert.That(command.Tests, Is.EqualTo(new[] { "CBC" }));
            Assert.That(command.Diagnoses.Select(d => (d.Code, d.Rank)), Is.EqualTo(new[] { ("B86", "primary") }));
            Assert.That(command.Medicines.Select(m => (m.Name, m.Dose)), Is.EqualTo(new[] { ("cetirizine", "half a tablet"), ("permethrin", "whole body below the neck") }));
            Assert.That(command.FollowUp!.On, Is.EqualTo(Some.Today.AddDays(14)));
            Assert.That(once["token"].ToString(), Is.EqualTo("7"));
        });
    }

    [Test]
    public void A_second_diagnosis_comes_beside_the_first()
    {
        var form = AdviceFields.With(Form(("diagnoses[3].text", "Fever")), Content(HubTemplates.UrinaryInfection), Some.Today);

        Assert.That(new AdviceFields(new PostedForm(form)).Command("", null).Diagnoses.Select(d => (d.Text, d.Rank)), Is.EqualTo(new[] { ("Fever", "primary"), ("Urinary tract infection", "secondary") }));
    }

    [Test]
    public void A_template_holds_nothing_that_only_one_patient_makes_lawful()
    {
        var fields = new AdviceFields(new PostedForm(Form(("medicines[0].name", "amlodipine"), ("medicines[0].continues", "true"), ("medicines[0].addOnTo", "atenolol"),
            ("medicines[0].offListReason", "Seen by video."), ("followUp.on", "2026-11-30"), ("consentConfirmed", "true"))));

        Assert.That(fields.Content(Some.Today).Medicines.Single(), Is.EqualTo(new MedicineLine { Name = "amlodipine" }));
        Assert.That(fields.Content(Some.Today).FollowUpDays, Is.EqualTo(7));
    }

    [Test]
    public void The_demos_templates_name_medicines_of_the_formulary_and_listed_diagnoses() => Assert.Multiple(() =>
    {
        foreach (var template in HubTemplates.All)
        {
            foreach (var line in template.Content.Medicines)
                Assert.That(Shared.Contracts.Medicines.Formulary.Default.Find(line.Name)?.Products.Select(p => (p.Form, p.Strength)), Has.Some.EqualTo((line.Form, line.Strength)), line.Name);
            foreach (var diagnosis in template.Content.Diagnoses)
                Assert.That(Shared.Contracts.Diagnoses.DiagnosisIndex.Default.Find(diagnosis.Code)?.Title.En, Is.EqualTo(diagnosis.Text));
        }
    });

    private static FormCollection Form(params (string Name, string Value)[] fields) => new(fields.ToDictionary(f => f.Name, f => new StringValues(f.Value)));

    private static AdviceContent Content(HubTemplate template) => JsonSerializer.SerializeToNode(template.Content, Wire.Json).Deserialize<AdviceContent>(Wire.Json)!;
}
