using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Microsoft.Extensions.DependencyInjection;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;

namespace Hub.Api.Tests.Advice;

public sealed class GiveAdviceTests(TestDatabase database) : HubSlice(database)
{
    private static string Path(Guid id) => $"/api/consults/{id}/advice";

    private Task<Answer> Give(Guid id, JsonObject body, string doctor = "dr-thakur", string? key = null) => Hub.As(doctor).Post(Path(id), body, key);

    private async Task AssertNothingGiven(Guid id)
    {
        var consult = await Hub.Consult(id);
        Assert.That((consult.Status, consult.Advice.Count, consult.AdviceVersion), Is.EqualTo((ConsultStatus.Accepted, 0, 0)));
        Assert.That((await Hub.Sent(id)).Select(m => m.Name), Does.Not.Contain(AdviceGiven.WireName));
    }

    [Test]
    public async Task What_is_signed_is_kept_and_sent_in_the_same_bytes_and_holds_for_everybody_with_the_programmes_key()
    {
        var (id, token) = await Hub.Held();

        var answer = (await Give(id, Some.AdviceBody(token))).Must(HttpStatusCode.Created);

        var consult = await Hub.Consult(id);
        var sent = (await Hub.Sent(id))[^1];
        var (note, certificate, refusal) = SignedAdvice.Check(sent.Read<AdviceGiven>().Document, Hub.Services.GetRequiredService<ProgrammeKey>().Key, PrescribingPolicy.Default);
        Assert.Multiple(() =>
        {
            Assert.That((consult.Status, consult.AdviceVersion, consult.Lease), Is.EqualTo((ConsultStatus.Advised, 1, (Lease?)null)));
            Assert.That((sent.Name, sent.Envelope.Version), Is.EqualTo((AdviceGiven.WireName, consult.Version)));
            Assert.That(consult.Advice.Single().Document, Is.EqualTo(sent.Read<AdviceGiven>().Document));
            Assert.That(SignedSlip.IsOf(sent.Read<AdviceGiven>().Slip!, note!, sent.Read<AdviceGiven>().Document, certificate!), "the code for the slip is by the same hand");
            Assert.That(refusal, Is.Null);
            Assert.That((note!.Version, note.PrescriptionId), Is.EqualTo(((int)answer["version"]!, (Guid)answer["prescriptionId"]!)));
            Assert.That((note.ConsultId, note.Number, note.Patient), Is.EqualTo((id, $"{Some.SpokeCode}-00312", Some.Patient())));
            Assert.That(note.Signer, Is.EqualTo(certificate!.Practitioner));
            Assert.That((note.Signer.PractitionerCode, note.Signer.Council), Is.EqualTo(("dr-thakur", "Himachal Pradesh Medical Council")));
            Assert.That((note.SignedAt, note.FollowUpConsult, note.ConsentConfirmed), Is.EqualTo((Hub.Clock.GetUtcNow(), false, true)));
            Assert.That(JsonSerializer.Serialize(note.Medicines, Wire.Json), Is.EqualTo(JsonSerializer.Serialize(new[] { Some.Medicine() }, Wire.Json)));
        });
    }

    [Test]
    public async Task Sent_twice_with_one_key_it_is_signed_once()
    {
        var (id, token) = await Hub.Held();
        var key = $"{Guid.CreateVersion7()}";

        var first = (await Give(id, Some.AdviceBody(token), key: key)).Must(HttpStatusCode.Created);
        var second = (await Give(id, Some.AdviceBody(token), key: key)).Must(HttpStatusCode.Created);

        Assert.That((Guid)second["prescriptionId"]!, Is.EqualTo((Guid)first["prescriptionId"]!));
        Assert.That((await Hub.Consult(id)).Advice, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Once_advised_nobody_holds_it_any_more()
    {
        var (id, token) = await Hub.Held();
        await Give(id, Some.AdviceBody(token));

        await Give(id, Some.AdviceBody(token)).Stale();

        Assert.That((await Hub.Consult(id)).Advice, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Only_the_holder_advises()
    {
        var (id, token) = await Hub.Held();

        await Give(id, Some.AdviceBody("1" + token)).Stale();
        await Give(id, Some.AdviceBody(token), "dr-negi").Stale();
        await Give(id, Some.AdviceBody(token), "dr-katoch").NotFound();
        await AssertNothingGiven(id);
    }

    [Test]
    public async Task Who_has_asked_waits_for_the_answer()
    {
        var (id, token) = await Hub.Held();
        await Hub.As("dr-thakur").Post($"/api/consults/{id}/information-requests", new { token, text = "Any rash?" });

        await Give(id, Some.AdviceBody(token)).Refused(HttpStatusCode.Conflict, "consult-move-not-allowed");
    }

    public sealed class Lawful(TestDatabase database) : HubSlice(database)
    {
        private async Task AssertRefused(string doctor, Action<JsonObject> wrong, string code, string[] mentions, ConsultRequested? request = null)
        {
            var (id, token) = await Hub.Held(doctor, request);
            var body = Some.AdviceBody(token);
            wrong(body);

            foreach (var language in new[] { "en", "hi" })
            {
                var answer = await Hub.As(doctor, language).Post(Path(id), body.DeepClone()).Refused(HttpStatusCode.Conflict, code);
                var said = (string)answer["title"]!;
                Assert.That(said, language == "hi" ? Does.Match(@"\p{IsDevanagari}") : Does.Match("[a-z]{3}"));
                foreach (var mention in mentions) Assert.That(said, Does.Contain(mention));
            }

            var consult = await Hub.Consult(id);
            Assert.That((consult.Status, consult.Advice.Count), Is.EqualTo((ConsultStatus.Accepted, 0)));
            Assert.That((await Hub.Sent(id)).Select(m => m.Name), Does.Not.Contain(AdviceGiven.WireName));
        }

        [Test]
        public Task Nobody_signs_whose_registration_has_ended() => AssertRefused("dr-expired", _ => { }, "registration-expired", []);

        [Test]
        public async Task Nobody_signs_whom_the_programme_has_not_certified()
        {
            await Hub.AddAccount("dr-unregistered", "specialist", Some.HubCode);

            await AssertRefused("dr-unregistered", _ => { }, "registration-missing", []);
        }

        [Test]
        public Task No_medicine_without_a_diagnosis() => AssertRefused("dr-thakur", body => body["diagnoses"] = new JsonArray(), "diagnosis-missing", []);

        [TestCase("morphine", "medicine-prohibited")]
        [TestCase("amoxicillin", "list-a-needs-video")]
        [TestCase("sitagliptin", "list-b-needs-follow-up")]
        [TestCase("adrenaline", "emergency-only")]
        [TestCase("Crocin", "unlisted-needs-video")]
        public Task No_medicine_outside_list_o_in_a_first_written_consult(string medicine, string code) =>
            AssertRefused("dr-thakur", body => body["medicines"]![0]!["name"] = medicine, code, [medicine]);

        [Test]
        public Task A_name_in_letters_that_only_look_right_is_refused() =>
            AssertRefused("dr-thakur", body => body["medicines"]![0]!["name"] = "pаracetamol", "medicine-name-unreadable", []);   // a Cyrillic letter

        [Test]
        public Task Nothing_is_a_follow_up_without_the_visit_it_follows() =>
            AssertRefused("dr-thakur", body => body["followUpConsult"] = true, "follow-up-not-recorded", []);

        [Test]
        public Task A_child_needs_an_adult_for_a_prescription() =>
            AssertRefused("dr-thakur", _ => { }, "adult-missing", [], Some.ConsultRequested() with { Patient = Some.Child() });

        [Test]
        public Task An_emergency_is_always_sent_somewhere() => AssertRefused("dr-thakur", _ => { }, "emergency-needs-referral", [], Emergency());

        [Test]
        public Task In_an_emergency_ordinary_lines_are_closed() =>
            AssertRefused("dr-thakur", body => body["referral"] = Referral(), "ordinary-line-in-emergency", ["paracetamol"], Emergency());

        [Test]
        public Task An_immediate_order_is_one_dose() => AssertRefused("dr-thakur", body =>
        {
            body["referral"] = Referral();
            (body["medicines"]![0]!["name"], body["medicines"]![0]!["immediate"]) = ("adrenaline", true);
        }, "emergency-single-dose", ["adrenaline"], Emergency());

        private static ConsultRequested Emergency() => Some.ConsultRequested() with { Request = Some.Content() with { Urgency = Urgency.Stat } };

        private static JsonObject Referral() => new() { ["place"] = "Civil Hospital Theog" };

        private async Task<AdviceNote> Sign(Action<JsonObject> with, ConsultRequested? request = null)
        {
            var (id, token) = await Hub.Held("dr-thakur", request);
            var body = Some.AdviceBody(token);
            with(body);
            (await Hub.As("dr-thakur").Post(Path(id), body)).Must(HttpStatusCode.Created);
            var (note, _, refusal) = SignedAdvice.Check((await Hub.Sent(id))[^1].Read<AdviceGiven>().Document,
                Hub.Services.GetRequiredService<ProgrammeKey>().Key, PrescribingPolicy.Default);
            Assert.That(refusal, Is.Null);
            return note!;
        }

        [Test]
        public async Task An_emergency_opens_one_dose_now_with_a_referral()
        {
            var note = await Sign(body =>
            {
                body["referral"] = Referral();
                body["medicines"]![0] = JsonSerializer.SerializeToNode(Some.Medicine() with { Name = "adrenaline", Frequency = "STAT", DurationDays = null, Immediate = true }, Wire.Json);
            }, Emergency());

            Assert.That((note.Urgency, note.Medicines[0].Immediate), Is.EqualTo(((Urgency?)Urgency.Stat, (bool?)true)));
        }

        [Test]
        public async Task Video_recorded_opens_list_a_and_is_signed_with_it()
        {
            var video = TestProgramme.Video() with { At = Hub.Clock.GetUtcNow().AddMinutes(-10) };

            var note = await Sign(body =>
            {
                (body["mode"], body["video"]) = ("video", JsonSerializer.SerializeToNode(video, Wire.Json));
                body["medicines"]![0]!["name"] = "amoxicillin";
            });

            Assert.That((note.Mode, note.Video), Is.EqualTo((ConsultMode.Video, video)));
        }

        [Test]
        public async Task A_follow_up_carries_on_what_the_same_doctor_began_in_person()
        {
            var visit = TestProgramme.InPerson() with { On = DateOnly.FromDateTime(Hub.Clock.GetUtcNow().UtcDateTime).AddMonths(-1) };

            var note = await Sign(body =>
            {
                (body["followUpConsult"], body["inPerson"]) = (true, JsonSerializer.SerializeToNode(visit, Wire.Json));
                (body["medicines"]![0]!["name"], body["medicines"]![0]!["continues"]) = ("amlodipine", "amlodipine");
            });

            Assert.That((note.FollowUpConsult, note.InPerson), Is.EqualTo((true, visit)));
        }

        [TestCase("mo-verma", null, true)]
        [TestCase("mo-sharma", PractitionerRegister.Nmc, true)]
        [TestCase("mo-sharma", PractitionerRegister.Ayush, false)]
        [TestCase("mo-sharma", null, false)]
        [TestCase("mo-verma", PractitionerRegister.Ayush, true, Description = "The directory knows better.")]
        public async Task Who_asks_decides_by_role_and_register_whether_the_lines_are_a_prescription(string code, PractitionerRegister? said, bool treats)
        {
            var request = Some.ConsultRequested() with { Requester = new Requester { Name = "Dr Verma", Role = "mo", PractitionerCode = code, Register = said } };

            if (treats) Assert.That(await Sign(ListA, request) is { ForTreatingDoctor: true, Requester.IsTreatingDoctor: true });
            else await AssertRefused("dr-thakur", ListA, "list-a-needs-video", ["amoxicillin"], request);

            static void ListA(JsonObject body) => body["medicines"]![0]!["name"] = "amoxicillin";
        }

        [Test]
        public async Task Advice_without_medicines_needs_no_diagnosis()
        {
            var (id, token) = await Hub.Held();
            var body = Some.AdviceBody(token);
            (body["medicines"], body["diagnoses"]) = (new JsonArray(), new JsonArray());

            (await Hub.As("dr-thakur").Post(Path(id), body)).Must(HttpStatusCode.Created);
        }

        [Test]
        public async Task A_key_that_is_not_on_this_computer_signs_nothing()
        {
            await using var hub = await TestHub.Start(settings: ("Signing:KeysFolder", System.IO.Directory.CreateTempSubdirectory("hubspoke-test-").FullName));
            var (id, token) = await hub.Held();

            await hub.As("dr-thakur").Post(Path(id), Some.AdviceBody(token)).Refused(HttpStatusCode.Conflict, "registration-missing");
        }
    }

    private static IEnumerable<Refusals.Row> Wrong()
    {
        yield return new("no advice", body => body["advice"] = " ", "advice", "advice-missing");
        yield return new("advice too long", body => body["advice"] = new string('a', 8001), "advice", "maximum-length");
        yield return new("consent not confirmed", body => body["consentConfirmed"] = false, "consentConfirmed", "consent-not-confirmed");
        yield return new("an empty diagnosis", body => body["diagnoses"]![0]!["text"] = "", "diagnoses[0].text", "diagnosis-missing");
        yield return new("a diagnosis of no known rank", body => body["diagnoses"]![0]!["rank"] = "third", "diagnoses[0].rank", "predicate");
        yield return new("a diagnosis of no known certainty", body => body["diagnoses"]![0]!["certainty"] = "perhaps", "diagnoses[0].certainty", "predicate");
        yield return new("a medicine without a name", body => body["medicines"]![0]!["name"] = "", "medicines[0].name", "medicine-name-missing");
        yield return new("a medicine without a dose", body => body["medicines"]![0]!["dose"] = "", "medicines[0].dose", "medicine-dose-missing");
        yield return new("a medicine without how often", body => body["medicines"]![0]!["frequency"] = "", "medicines[0].frequency", "medicine-frequency-missing");
        yield return new("a medicine without how long", body => body["medicines"]![0]!["durationDays"] = null, "medicines[0].durationDays", "medicine-duration-missing");
        yield return new("a medicine for years", body => body["medicines"]![0]!["durationDays"] = 1000, "medicines[0].durationDays", "inclusive-between");
        yield return new("a dose of nothing", body => body["medicines"]![0]!["amount"] = 0, "medicines[0].amount", "greater-than");
        yield return new("video of no minutes", body => body["video"] = new JsonObject { ["minutes"] = 0, ["means"] = "whatsapp" }, "video.minutes", "inclusive-between");
        yield return new("video by no means", body => body["video"] = new JsonObject { ["minutes"] = 3 }, "video.means", "not-empty");
        yield return new("a visit nowhere", body => body["inPerson"] = new JsonObject { ["slipNumber"] = "1", ["practitionerCode"] = "d" }, "inPerson.facility", "not-empty");
        yield return new("a visit without a slip", body => body["inPerson"] = new JsonObject { ["facility"] = "f", ["practitionerCode"] = "d" }, "inPerson.slipNumber", "not-empty");
        yield return new("a visit to nobody", body => body["inPerson"] = new JsonObject { ["facility"] = "f", ["slipNumber"] = "1" }, "inPerson.practitionerCode", "not-empty");
        yield return new("a warning overridden without a reason", body => body["overrides"] = new JsonArray(new JsonObject { ["check"] = "allergy", ["medicine"] = "m", ["against"] = "a" }),
            "overrides[0].reason", "not-empty");
        yield return new("a quantity of nothing", body => body["medicines"]![0]!["quantity"] = 0, "medicines[0].quantity", "greater-than");
        yield return new("an empty test", body => body["tests"]![0] = "", "tests[0]", "not-empty");
        yield return new("an empty word of warning", body => body["safetyNet"]![0] = " ", "safetyNet[0]", "not-empty");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_is_wrong_is_said_and_nothing_is_signed(Refusals.Row row)
    {
        var (id, token) = await Hub.Held();

        await Hub.MustBeInvalid("dr-thakur", Path(id), Some.AdviceBody(token), row);

        await AssertNothingGiven(id);
    }
}
