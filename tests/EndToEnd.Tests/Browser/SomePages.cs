using System.Net;
using Microsoft.Playwright;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Testing;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// Consults in every state, so that every page has something to show, of people whom no other test knows. They write Hindi: what is
/// English on a Hindi page is then the product's.
/// </summary>
internal sealed class SomePages
{
    public const string HealthOfficer = "cho-anita";
    public const string Doctor = "dr-negi";
    public const string MedicalOfficer = "mo-verma";
    private const string Specialty = "dermatology";

    private readonly Dictionary<string, string[]> _spoke;
    private readonly Dictionary<string, string[]> _hub;

    private SomePages(Dictionary<string, string[]> spoke, Dictionary<string, string[]> hub) => (_spoke, _hub) = (spoke, hub);

    /// <summary>Addresses of a page of Spoke.Api, by its route; none for a page that nobody has thought of here.</summary>
    public string[] Spoke(string route) => _spoke.GetValueOrDefault(route, []);

    /// <summary>Whose page it is at the spoke.</summary>
    public static string ReaderOf(string route) => route.EndsWith("/prescribe", StringComparison.Ordinal) ? MedicalOfficer : HealthOfficer;

    public string[] Hub(string route) => _hub.GetValueOrDefault(route, []);

    public static async Task<SomePages> Make(World world, IPage cho)
    {
        using var officer = new Cho(world.Shimla.Address, HealthOfficer, world.Accepted);
        using var doctor = new Testing.Doctor(world.Hub.Address, Doctor);
        using var treating = new Cho(world.Shimla.Address, MedicalOfficer, world.Accepted);
        var waiting = await Ask(Woman());
        var emergency = await Ask(Woman() with { Name = "मीरा देवी" }, Content() with { Urgency = Urgency.Stat, Question = "छाती में दर्द, पसीना। तुरंत क्या करें?" });
        var held = await Ask(Child(), Content() with { AccompaniedBy = new() { Name = "सुनीता देवी", Relation = "mother", Phone = "9816054321" } });
        await doctor.Accept(held);
        var asked = await Ask(Woman() with { Name = "रमा देवी", MobileOf = "neighbour" });
        (await doctor.Ask(asked, await doctor.Accept(asked), "क्या दाने हैं? नाड़ी फिर गिनें।")).Must(HttpStatusCode.Created);
        var returned = await Ask(Woman() with { Name = "शांति देवी" });
        (await doctor.Return(returned, await doctor.Accept(returned), "incomplete", "बुखार कब से है?")).Must(HttpStatusCode.NoContent);
        var advised = await Ask(Woman() with { Name = "कमला देवी" });
        await Advise(advised);
        var closed = await Ask(Woman() with { Name = "विमला देवी" });
        await Advise(closed);
        await IsAt(closed, "advised");
        (await officer.Acknowledge(closed)).Must(HttpStatusCode.OK);
        (await officer.Told(closed, HowTold.ThroughAsha)).Must(HttpStatusCode.OK);
        (await officer.Dispense(closed, DispenseResult.Partly)).Must(HttpStatusCode.OK);
        (await officer.Outcome(closed, Outcome.Improved)).Must(HttpStatusCode.OK);
        var (toPrescribe, prescribed) = (await AskAsDoctor("गीता देवी"), await AskAsDoctor("सरला देवी"));
        (await treating.Post($"/api/consults/{prescribed}/own-prescription", Own())).Must(HttpStatusCode.Created);
        var followUp = await officer.Request(Content(), followsUp: closed);
        await IsAt(followUp, "received");
        await IsAt(waiting, "received");
        (await officer.Attach(waiting, AttachmentPageTests.Picture())).Must(HttpStatusCode.Created);
        (await officer.Supply(waiting, "दिन की रोशनी में दाने।")).Must(HttpStatusCode.Accepted);
        (await officer.Attach(waiting, AttachmentPageTests.Picture())).Must(HttpStatusCode.Created);
        await Eventually.True(async () => (await doctor.Consult(waiting))!["attachments"]!.AsArray() is [{ } first] && first["arrivedAt"] is not null, World.Patience, "the picture is at the hub");
        await IsAt(emergency, "received");
        await IsAt(held, "accepted");
        await IsAt(asked, "information-asked");
        await IsAt(returned, "returned");
        await IsAt(advised, "advised");

        foreach (var hub in (string?[])[null, Some.HubCode])
            (await doctor.Post("/api/templates", Demo.HubTemplates.Scabies with { Hub = hub, Name = new("Itching", "खुजली") })).Must(HttpStatusCode.Created);

        // A patient with a history, another record that may be hers, one that was merged into hers and one that was separated again.
        var patient = await Register(Known());
        await officer.Request(Content(), Known());
        var like = await Register(Known() with { Name = "निरमला देवी", Mobile = "9816011111", BirthDate = null, Age = new Age { Value = 43, Estimated = true } });
        var merged = await Register(Known() with { Name = "नीरमला", AbhaNumber = null });
        var separated = await Register(Known() with { Name = "निर्मल देवी", RelativeName = "राम लाल ठाकुर" });
        foreach (var other in (Guid[])[merged, separated]) (await officer.Post($"/api/patients/{patient}/merge", new { with = other })).Must(HttpStatusCode.OK);
        (await officer.Post($"/api/patients/{separated}/separation", new { })).Must(HttpStatusCode.OK);
        var record = (await officer.Get($"/api/patients/{patient}")).Must(HttpStatusCode.OK);
        (await officer.Put($"/api/patients/{patient}", new { patient = Known() with { AshaName = "सुमन" }, version = (int)record["version"]! })).Must(HttpStatusCode.OK);
        var copy = (Guid)(await officer.Post($"/api/patients/{(Guid)(await officer.Consult(closed))["patientId"]!}/copies", new { askedFor = "patient" })).Must(HttpStatusCode.Accepted)["copyId"];
        await Eventually.True(async () => (await officer.Get($"/api/copies/{copy}")).Status == HttpStatusCode.OK, World.Patience, "the copy of the record is made");
        using var nodal = new ApiClient(world.Hub.Address, "nodal-sharma");
        (await nodal.Put($"/api/roster/{Some.HubCode}", new { list = Demo.HimachalPradesh.Roster(Demo.HimachalPradesh.Hubs.Single(h => h.Code == Some.HubCode)) })).Must(HttpStatusCode.OK);

        // The doctor comes on duty when everything is there: what waits was promised with nobody there, and the emergency is offered now.
        (await doctor.Put("/api/duty")).Must(HttpStatusCode.OK);
        await Eventually.True(async () => (await doctor.Get("/api/queue")).Must(HttpStatusCode.OK)["items"].AsArray().Any(item => (Guid)item!["consultId"]! == emergency && item["offeredUntil"] is not null), World.Patience, "the emergency is offered");
        var draft = await Draft(cho);
        var known = await DraftOfSomebodyKnown(cho);
        var chosen = await DraftFor(cho, patient);

        return new(
            spoke: new()
            {
                ["/"] = ["/", "/?tab=todo", "/?tab=closed"],
                ["/consults/{ConsultId:guid}"] =
                    [$"/consults/{emergency}", $"/consults/{held}", $"/consults/{asked}", $"/consults/{returned}", $"/consults/{advised}", $"/consults/{closed}", $"/consults/{waiting}?do=cancel",
                    $"/consults/{waiting}?do=withdraw", $"/consults/{closed}?do=dispense", $"/consults/{followUp}"],
                ["/consults/{ConsultId:guid}/slip"] = [$"/consults/{advised}/slip"],
                ["/consults/{ConsultId:guid}/prescribe"] = [$"/consults/{toPrescribe}/prescribe", $"/consults/{prescribed}/prescribe", $"/consults/{prescribed}/prescribe?do=change", $"/consults/{prescribed}/slip", $"/consults/{toPrescribe}"],
                ["/consults/{ConsultId:guid}/attachments"] = [$"/consults/{waiting}/attachments", $"/consults/{closed}/attachments"],
                ["/requests/new"] = ["/requests/new", "/requests/new?urgency=stat"],
                ["/requests/{ConsultId:guid}/{Step}"] =
                    [.. ((string[])["patient", "complaint", "vitals", "history", "question", "consent"]).Select(step => $"/requests/{draft}/{step}?check=1"),
                        $"/requests/{known}/patient?check=1", $"/requests/{chosen}/patient"],
                ["/patients"] = ["/patients"],
                ["/patients/new"] = ["/patients/new"],
                ["/patients/{PatientId:guid}"] = [$"/patients/{patient}"],
                ["/patients/{PatientId:guid}/correct"] = [$"/patients/{patient}/correct"],
                ["/patients/{PatientId:guid}/merge"] = [$"/patients/{patient}/merge?with={like}", $"/patients/{patient}/merge?q=%E0%A4%A6%E0%A5%87%E0%A4%B5%E0%A5%80"],
                ["/register"] = ["/register"],
                ["/poster"] = ["/poster"],
                ["/copies"] = ["/copies"],
                ["/copies/{CopyId:guid}"] = [$"/copies/{copy}"],
                ["/first-aid"] = ["/first-aid"],
                ["/first-aid/{Code}"] = ["/first-aid/snake-bite", "/first-aid/pregnancy"],
                ["/connection"] = ["/connection"],
                ["/account"] = ["/account"],
                ["/verify"] = ["/verify"],
            },
            hub: new()
            {
                ["/"] = ["/", "/?view=emergency", $"/?decline={emergency}"],
                ["/mine"] = ["/mine"],
                ["/my-advice"] = ["/my-advice", "/my-advice?outcome=open", "/my-advice?outcome=died"],
                ["/consults/{ConsultId:guid}"] = [$"/consults/{emergency}", $"/consults/{held}", $"/consults/{asked}", $"/consults/{returned}", $"/consults/{closed}", $"/consults/{waiting}", $"/consults/{followUp}"],
                ["/consults/{ConsultId:guid}/attachments/{Number:int}"] = [$"/consults/{waiting}/attachments/1", $"/consults/{waiting}/attachments/1?zoom=3"],
                ["/templates"] = ["/templates", "/templates?do=make", $"/templates?from={closed}"],
                ["/lists"] = ["/lists"],
                ["/roster"] = ["/roster"],
                ["/alerts"] = ["/alerts"],
                ["/operations"] = ["/operations"],
                ["/account"] = ["/account"],
            });

        async Task<Guid> Register(PatientSummary summary) =>
            (Guid)(await officer.Post("/api/patients", new { patient = summary, anotherPerson = true, anotherBecause = "other" })).Must(HttpStatusCode.Created)["patientId"];

        async Task<Guid> Ask(PatientSummary patient, RequestContent? content = null)
        {
            var id = await officer.Request(content ?? Content(), patient);
            await Eventually.True(async () => await doctor.Consult(id) is not null, World.Patience, "the request reaches the hub");
            return id;
        }

        async Task<Guid> AskAsDoctor(string name)
        {
            var id = await treating.Request(Content(), Woman() with { Name = name });
            await Eventually.True(async () => await doctor.Consult(id) is not null, World.Patience, "the request reaches the hub");
            await Advise(id);
            await Eventually.Equal(() => treating.Status(id), "advised", World.Patience);
            return id;
        }

        async Task Advise(Guid id) => (await doctor.Post($"/api/consults/{id}/advice", Advice(await doctor.Accept(id)))).Must(HttpStatusCode.Created);

        Task IsAt(Guid id, string status) => Eventually.Equal(() => officer.Status(id), status, World.Patience);
    }

    // Half of it is wrong, so that each step also shows what it refuses.
    private static async Task<string> Draft(IPage cho)
    {
        await cho.GotoAsync("/requests/new");
        await cho.Locator("#begin-new button").ClickAsync();
        await cho.Fill(("patient.name", "लता देवी"), ("patient.relativeName", "मोहन लाल"), ("patient.age", "8"), ("patient.address.village", "बाघी"), ("patient.mobile", "12345"));
        await cho.Choose("patient.sex", "female");
        await cho.Fill(("patient.address.block", "ठियोग"), ("patient.address.district", "शिमला"));
        var draft = new Uri(cho.Url).Segments[^2].TrimEnd('/');
        await Go("next");
        await Go("skip");
        await cho.Fill(("complaints[0].text", "बुखार"), ("complaints[0].duration", "बहुत"));
        await Go("next");
        await Go("skip");
        await cho.Fill(("vitals.systolic", "90"), ("vitals.diastolic", "120"), ("vitals.pulse", "140"), ("vitals.temperatureC", "103"), ("vitals.spo2", "12"));
        await Go("next");
        return draft;

        Task Go(string act) => cho.Locator($"button[name=act][value={act}]:not(.sr)").ClickAsync();
    }

    private static async Task<string> DraftOfSomebodyKnown(IPage cho)
    {
        await cho.GotoAsync("/requests/new");
        await cho.Locator("#begin-new button").ClickAsync();
        await cho.Fill(("patient.name", "निर्मला"), ("patient.relativeName", "रामलाल"), ("patient.age", "42"), ("patient.address.village", "कोटखाई"), ("patient.mobile", "9418012345"));
        await cho.Choose("patient.sex", "female");
        await cho.Fill(("patient.address.block", "ठियोग"), ("patient.address.district", "शिमला"));
        await cho.Locator("button[name=act][value=next]:not(.sr)").ClickAsync();
        await Assertions.Expect(cho.Locator("#likely")).ToBeVisibleAsync();
        return new Uri(cho.Url).Segments[^2].TrimEnd('/');
    }

    private static async Task<string> DraftFor(IPage cho, Guid patient)
    {
        await cho.GotoAsync($"/patients/{patient}");
        await cho.Locator("#new-request button").ClickAsync();
        await cho.WaitForURLAsync("**/complaint");
        return new Uri(cho.Url).Segments[^2].TrimEnd('/');
    }

    /// <summary>Somebody who has come before.</summary>
    public static PatientSummary Known() => Woman() with
    {
        Name = "निर्मला देवी",
        OtherContact = "पंचायत की दुकान",
        AbhaNumber = "12-3456-7890-1234",
        AbhaAddress = "nirmala.1984@abdm",
        RchId = "102012345678",
        NcdId = "NCD-0147-0031",
    };

    private static PatientSummary Woman() => Some.Patient() with
    {
        Name = "सावित्री देवी",
        RelativeName = "राम लाल",
        MobileOf = "spouse",
        Address = new Address { Village = "कोटखाई", Block = "ठियोग", District = "शिमला", State = "हिमाचल प्रदेश", Pin = "171202" },
        AshaName = "गीता देवी",
        AshaMobile = "9816099999",
    };

    private static PatientSummary Child() => Woman() with { Name = "आरव", BirthDate = null, Age = new Age { Value = 26, Unit = AgeUnit.Months, Estimated = true }, Sex = Sex.Male, MobileOf = "parent" };

    private static RequestContent Content() => Some.Content() with
    {
        Specialty = Specialty,
        Question = "पाँच दिन से बुखार है। कौन सी जाँच और क्या इलाज?",
        Complaints = [new Complaint { Text = "बुखार", Code = "fever", Duration = new Duration { Value = 5, Unit = "d" } }],
        History = "शाम को ठंड लगकर बुखार आता है।",
        Examination = "गला लाल, छाती साफ़।",
        TreatmentGiven = "घर पर गीली पट्टी।",
        Impression = "वायरल बुखार",
        CurrentMedicines = ["थायरॉक्सिन"],
        Allergies = [new Allergy("सल्फ़ा", "चकत्ते")],
        PointOfCareTests =
        [
            new PointOfCareTest { Test = "malaria-rdt", Value = "negative" }, new PointOfCareTest { Test = "pregnancy-test", Value = "negative" },
            new PointOfCareTest { Test = "urine-albumin", Value = "trace" }, new PointOfCareTest { Test = "urine-sugar", Value = "nil" },
        ],
    };

    private static object Own() => new
    {
        patientSeen = true,
        diagnoses = new[] { new Diagnosis { Code = "R50.9", Text = "बुखार" } },
        advice = "खूब पानी, आराम।",
        medicines = new[] { Some.Medicine() with { Instructions = "खूब पानी के साथ" }, Some.Medicine() with { Name = "amoxicillin", Form = "capsule", Dose = "1 capsule", DurationDays = 5, Quantity = 15, Instructions = null } },
        safetyNet = new[] { "खून आए या साँस फूले" },
    };

    private static object Advice(string token) => new
    {
        token,
        mode = "text",
        spokenWithPatient = false,
        diagnoses = new[] { new Diagnosis { Code = "R50.9", Text = "बुखार" } },
        advice = "खूब पानी, आराम, गुनगुने पानी की पट्टी। तीन दिन में न उतरे तो फिर आएँ।",
        medicines = new[]
        {
            Some.Medicine() with { Instructions = "खूब पानी के साथ" },
            Some.Medicine() with { Name = "oral rehydration salts", Form = "sachet", Strength = "WHO 20.5 g / 1 L", Dose = "1 sachet", Frequency = "SOS", Instructions = null },
        },
        tests = new[] { "मलेरिया की जाँच" },
        safetyNet = new[] { "खून आए या साँस फूले" },
        followUp = new { on = Shared.Hosting.Ui.Format.DayOf(TimeProvider.System.GetUtcNow()).AddDays(7), text = "जाँच की रिपोर्ट के साथ" },
        referral = new { place = "सिविल अस्पताल ठियोग", priority = "routine", transport = "own", reason = "खून की जाँच" },
        consentConfirmed = true,
    };
}
