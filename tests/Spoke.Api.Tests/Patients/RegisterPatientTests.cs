using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Patients;
using Testing;

namespace Spoke.Api.Tests.Patients;

public sealed class RegisterPatientTests(TestDatabase database) : SpokeSlice(database)
{
    private const string Path = "/api/patients";
    private static int s_family;

    // Every test has a family of its own, so that none meets another's.
    private static PatientSummary Somebody()
    {
        var family = Interlocked.Increment(ref s_family);
        return Some.Patient() with { Name = $"Savitri Devi {family}", RelativeName = $"Ram Lal {family}" };
    }

    private async Task<Guid> Register(PatientSummary patient, string cho = "cho-sunita") =>
        (Guid)(await Spoke.As(cho).Post(Path, new { patient, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"]!;

    private Task<int> Patients() => Spoke.Db(db => db.Patients.CountAsync());

    private static IEnumerable<TestCaseData> Again()
    {
        yield return Row("letter for letter", p => p);
        yield return Row("in Devanagari", p => p with { Name = p.Name.Replace("Savitri Devi", "सावित्री देवी", StringComparison.Ordinal) });
        yield return Row("with other vowels", p => p with { Name = p.Name.Replace("Savitri", "Saavitree", StringComparison.Ordinal) });
        yield return Row("with another phone", p => p with { Mobile = "9816054321" });
        yield return Row("an age instead of the birth date", p => p with { BirthDate = null, Age = new Age { Value = 44, Estimated = true, AsOf = Some.Today } });
        yield return Row("the village spelled otherwise", p => p with { Address = p.Address with { Village = "कोट खाई" } });

        static TestCaseData Row(string what, Func<PatientSummary, PatientSummary> again) => new TestCaseData(again).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Again))]
    public async Task Whoever_is_registered_is_shown_before_a_second_registration_and_nothing_is_stored(object again)
    {
        var first = Somebody();
        var id = await Register(first);
        var before = await Patients();

        var refused = await Spoke.As("cho-sunita").Post(Path, new { patient = ((Func<PatientSummary, PatientSummary>)again)(first) })
            .Refused(HttpStatusCode.Conflict, "patient-likely-registered");

        var candidate = refused["candidates"]!.AsArray()[0]!;
        Assert.That(((Guid)candidate["patientId"]!, (string?)candidate["patient"]!["name"]), Is.EqualTo((id, first.Name)));
        Assert.That(candidate["agrees"]!.AsArray().Select(what => (string?)what), Does.Contain("relative"));
        Assert.That(await Patients(), Is.EqualTo(before));
    }

    private static IEnumerable<TestCaseData> Others()
    {
        yield return Row("of the household, with the same phone", p => p with { Name = p.Name.Replace("Savitri", "Kamla", StringComparison.Ordinal) });
        yield return Row("a man of the name", p => p with { Sex = Sex.Male });
        yield return Row("twenty years younger", p => p with { BirthDate = p.BirthDate!.Value.AddYears(20) });
        yield return Row("of another family in another village", p => p with { RelativeName = p.RelativeName.Replace("Ram Lal", "Hari Singh", StringComparison.Ordinal), Address = p.Address with { Village = "Gumma" } });

        static TestCaseData Row(string what, Func<PatientSummary, PatientSummary> other) => new TestCaseData(other).SetArgDisplayNames(what);
    }

    [TestCaseSource(nameof(Others))]
    public async Task Somebody_else_is_registered_without_a_question(object other)
    {
        var first = Somebody();
        await Register(first);

        (await Spoke.As("cho-sunita").Post(Path, new { patient = ((Func<PatientSummary, PatientSummary>)other)(first) })).Must(HttpStatusCode.Created);
    }

    [Test]
    public async Task Said_to_be_another_person_with_a_reason_it_is_registered_and_the_reason_is_kept()
    {
        var patient = Somebody();
        await Register(patient);

        var id = (Guid)(await Spoke.As("cho-sunita").Post(Path, new { patient, anotherPerson = true, anotherBecause = "same-name" })).Must(HttpStatusCode.Created)["patientId"]!;

        var stored = await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id));
        Assert.That((stored.AnotherBecause, stored.RegisteredBy), Is.EqualTo(("same-name", "Sunita Verma")));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("because")]
    public async Task Another_person_needs_one_of_the_reasons(string? because) =>
        await Spoke.As("cho-sunita").Post(Path, new { patient = Somebody(), anotherPerson = true, anotherBecause = because }).Refused(HttpStatusCode.BadRequest, "validation-failed");

    [Test]
    public async Task Whom_the_reader_may_not_see_is_no_candidate()
    {
        var patient = Somebody();
        await Register(patient, "cho-anita");

        (await Spoke.As("cho-sunita").Post(Path, new { patient })).Must(HttpStatusCode.Created);
    }

    [Test]
    public async Task The_same_abha_number_is_the_same_person_whatever_else_is_written()
    {
        var first = Somebody() with { AbhaNumber = "91-7561-4088-8857" };
        var id = await Register(first);

        var refused = await Spoke.As("cho-sunita").Post(Path, new { patient = Somebody() with { Name = "Gita", Address = new Address { Village = "Sainj" }, AbhaNumber = "91756140888857" } })
            .Refused(HttpStatusCode.Conflict, "patient-likely-registered");

        Assert.That((Guid)refused["candidates"]![0]!["patientId"]!, Is.EqualTo(id));
    }

    [Test]
    public async Task A_doubtful_abha_number_and_missing_codes_are_warned_of_and_taken()
    {
        var doubtful = (await Spoke.As("cho-sunita").Post(Path, new { patient = Somebody() with { AbhaNumber = "12-3456-7890-1234" } })).Must(HttpStatusCode.Created);
        var fine = Somebody() with { AbhaNumber = "43-4221-5105-6749" };
        fine = fine with { Address = fine.Address with { StateLgd = "2", DistrictLgd = "18", SubDistrictLgd = "113" } };

        var clean = (await Spoke.As("cho-sunita").Post(Path, new { patient = fine })).Must(HttpStatusCode.Created);

        Assert.That(doubtful["warnings"]!.AsArray().Select(w => (string?)w), Is.EqualTo(new[] { "abha-checksum", "lgd-missing" }));
        Assert.That(clean["warnings"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Everything_told_is_kept()
    {
        var told = Somebody() with
        {
            BirthDate = null,
            Age = new Age { Value = 7, Unit = AgeUnit.Months, Estimated = true, AsOf = Some.Today },
            AshaName = "Kamla",
            AshaMobile = "9418054321",
            AbhaNumber = "43422151056749",
            AbhaAddress = "savitri.1984@abdm",
            RchId = "102012345678",
            NikshayId = "12345678",
            NcdId = "NCD-0147-0031",
            Address = new Address { Village = "Kotkhai", Block = "Theog", Tehsil = "Kotkhai", District = "Shimla", State = "Himachal Pradesh", Pin = "171202", StateLgd = "2", DistrictLgd = "18", SubDistrictLgd = "113" },
        };

        var id = await Register(told);

        Assert.That((await Spoke.Db(db => db.Patients.SingleAsync(p => p.PatientId == id))).Summary, Is.EqualTo(told));
        Assert.That((await Spoke.As("cho-sunita").Get($"{Path}?q=102012345678")).Must(HttpStatusCode.OK)["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_request_for_exactly_a_registered_patient_is_written_in_their_record_and_travels_as_it_was_told()
    {
        var patient = Somebody();
        var id = await Register(patient);
        var before = await Patients();

        var request = await Spoke.Asked(await Spoke.Request(body: Some.RequestBody(patient with { Mobile = "9816054321" })));

        Assert.That((request.PatientId, request.Patient!.Mobile), Is.EqualTo(((Guid?)id, "9816054321")));
        Assert.That(await Patients(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_request_for_somebody_like_a_registered_patient_is_held_until_one_has_looked()
    {
        var patient = Somebody();
        await Register(patient);
        var body = Some.RequestBody(patient with { Name = patient.Name.Replace("Savitri", "Savitree", StringComparison.Ordinal) });
        var before = await Patients();

        await Spoke.As("cho-sunita").Post("/api/consults", body).Refused(HttpStatusCode.Conflict, "patient-likely-registered");
        Assert.That(await Patients(), Is.EqualTo(before));

        (body["anotherPerson"], body["anotherBecause"]) = (true, "same-name");
        var request = await Spoke.Asked(await Spoke.Request(body: body));
        Assert.That(await Spoke.Db(db => db.Patients.AnyAsync(p => p.PatientId == request.PatientId && p.AnotherBecause == "same-name")));
    }

    [Test]
    public async Task An_emergency_is_never_held_up_by_a_likeness()
    {
        var patient = Somebody();
        await Register(patient);
        var body = Some.RequestBody(patient with { Name = patient.Name.Replace("Savitri", "Savitree", StringComparison.Ordinal) });
        body["urgency"] = "stat";

        Assert.That((await Spoke.Asked(await Spoke.Request(body: body))).PatientId, Is.Not.Null);
    }

    // Wherever it is typed: patient, request, information.
    [Test]
    public async Task An_aadhaar_number_is_nowhere_kept()
    {
        const string Typed = "2345 6789 0124";
        var patient = Somebody() with { OtherContact = $"card {Typed}", MobileOf = Typed, AshaName = "UID 234567890124" };
        patient = patient with { Name = $"{patient.Name} {Typed}", RelativeName = $"Ram Lal 2345-6789-0124", Address = patient.Address with { Village = $"Kotkhai {Typed}", Tehsil = Typed } };
        var body = Some.RequestBody(patient);
        foreach (var text in new[] { "history", "examination", "treatmentGiven", "impression", "question" }) body[text] = $"He showed 234567890124 and said so. {text}";
        body["complaints"]![0]!["text"] = $"Fever {Typed}";
        body["allergies"] = new JsonArray(new JsonObject { ["substance"] = $"sulfa {Typed}", ["reaction"] = Typed });
        body["currentMedicines"] = new JsonArray($"paracetamol {Typed}");
        body["accompaniedBy"] = new JsonObject { ["name"] = $"Sunita {Typed}", ["relation"] = "mother", ["phone"] = "234567890124" };

        var id = await Spoke.Request(body: body);
        (await Spoke.As("cho-sunita").Post($"/api/consults/{id}/information", new { text = $"Here it is: {Typed}" })).Must(HttpStatusCode.Accepted);

        var kept = await Spoke.Db(async db => string.Join('\n', (await db.Patients.ToListAsync()).SelectMany(p => (string[])[Written(p.Summary), p.SearchText])
            .Concat((await db.Requests.ToListAsync()).SelectMany(r => (string[])[Written(r.Patient), Written(r.Content)]))
            .Concat((await db.Requests.SelectMany(r => r.Thread).ToListAsync()).Select(m => m.Text))));
        var sent = string.Join('\n', (await Spoke.Sent(id)).Select(letter => System.Text.Encoding.UTF8.GetString(letter.Body)));
        foreach (var text in new[] { kept, sent })
        {
            Assert.That(text, Does.Contain("XXXX XXXX 0124"));
            Assert.That(text, Does.Not.Contain("234567890124").And.Not.Contain("2345 6789").And.Not.Contain("2345-6789"));
        }

        static string Written(object? kept) => JsonSerializer.Serialize(kept, Shared.Contracts.Messaging.Wire.Json);
    }

    [Test]
    public async Task A_password_with_such_digits_opens_the_door_and_the_document_still_says_what_a_text_is()
    {
        var document = (await Spoke.Nobody.Get("/openapi/v1.json")).Body!.ToJsonString();

        var refused = await Spoke.Nobody.Post("/api/sign-in", new { userName = "cho-sunita", password = "234567890124" });
        Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(JsonNode.Parse(document)!["components"]!["schemas"]!["PatientSummary"]!["properties"]!["name"]!["type"]!.ToJsonString(), Does.Contain("string"));
    }
}
