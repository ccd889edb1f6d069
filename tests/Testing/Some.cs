using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Api.Domain;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Spoke.Api.Domain;

namespace Testing;

/// <summary>Samples that are complete and lawful, so that a test says only what it is about.</summary>
public static class Some
{
    /// <summary>A Monday morning: 23/11/2026, 10:35 in India.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 5, 5, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = new(2026, 11, 23);

    /// <summary>A spoke of the demo programme, its site, and the hub it asks for general medicine.</summary>
    public const string SpokeCode = "HP-SML-0147";
    public const string Site = "spoke.shimla-1";
    public const string HubCode = "igmc";

    public static readonly Guid Doctor = new("0192f000-0000-7000-8000-000000000001");
    public static readonly Guid OtherDoctor = new("0192f000-0000-7000-8000-000000000002");

    public static PatientSummary Patient() => new()
    {
        Name = "Savitri Devi",
        RelativeName = "Ram Lal",
        BirthDate = new DateOnly(1984, 3, 2),
        Sex = Sex.Female,
        Mobile = "9418012345",
        MobileOf = "self",
        Address = new Address { Village = "Kotkhai", Block = "Theog", District = "Shimla", State = "Himachal Pradesh", Pin = "171202" },
    };

    public static PatientSummary Child() => Patient() with { Name = "Aarav", BirthDate = new DateOnly(2024, 8, 1), Sex = Sex.Male, MobileOf = "mother" };

    public static RequestContent Content() => new()
    {
        Specialty = "general-medicine",
        Urgency = Urgency.Routine,
        Question = "Fever for five days, which tests and treatment?",
        Complaints = [new Complaint { Text = "Fever", Code = "fever", Duration = new Duration { Value = 5, Unit = "d" } }],
        Vitals = Vitals(),
        CurrentMedicines = ["paracetamol 500 mg"],
        PointOfCareTests = [new PointOfCareTest { Test = "malaria-rdt", Value = "negative" }],
        Consent = new Consent { Given = true, Method = "verbal", Language = "hi", TextVersion = "2026-11", TakenBy = "cho-sunita" },
    };

    public static Vitals Vitals() => new()
    {
        Systolic = 118,
        Diastolic = 76,
        Pulse = 96,
        TemperatureC = 38.6m,
        Spo2 = 97,
        RespiratoryRate = 18,
        Consciousness = Consciousness.Alert,
        OnOxygen = false,
        WeightKg = 52,
    };

    public static ConsultRequested ConsultRequested() => new()
    {
        Number = $"{SpokeCode}-00312",
        SpokeCode = SpokeCode,
        Requester = new Requester { Name = "Sunita Verma", Role = "cho" },
        Patient = Patient(),
        Request = Content(),
        RequestedAt = Now.AddMinutes(-5),
    };

    /// <summary>The body of <c>POST /api/consults</c>; a test changes what it is about.</summary>
    public static JsonObject RequestBody(PatientSummary? patient = null)
    {
        var body = JsonSerializer.SerializeToNode(Content(), Wire.Json)!.AsObject();
        body["patient"] = JsonSerializer.SerializeToNode(patient ?? Patient(), Wire.Json);
        return body;
    }

    /// <summary>The body of <c>POST /api/consults/{id}/advice</c>.</summary>
    public static JsonObject AdviceBody(string token) => new()
    {
        ["token"] = token,
        ["mode"] = "text",
        ["spokenWithPatient"] = false,
        ["diagnoses"] = JsonSerializer.SerializeToNode(new[] { Diagnosis() }, Wire.Json),
        ["advice"] = "Fluids, tepid sponging. Come back if the fever lasts beyond three days.",
        ["medicines"] = JsonSerializer.SerializeToNode(new[] { Medicine() }, Wire.Json),
        ["tests"] = new JsonArray("Malaria rapid test"),
        ["safetyNet"] = new JsonArray("Return at once if bleeding or breathless"),
        ["consentConfirmed"] = true,
    };

    public static InformationSupplied Information(Guid? id = null) => new()
    {
        InformationId = id ?? Guid.CreateVersion7(),
        Text = "No rash, no bleeding. Pulse is 92 now.",
        Vitals = Vitals() with { Pulse = 92, TakenAt = Now },
        SuppliedBy = "Sunita Verma",
        At = Now,
    };

    public static OutcomeRecorded Outcome() => new() { Code = Shared.Contracts.Consults.Outcome.Improved, RecordedBy = "Sunita Verma", At = Now };

    public static Dispensed Dispensed(DispenseResult result = DispenseResult.Given, int minute = 0) => new()
    {
        AdviceVersion = 1,
        Lines = [new DispensedLine { Line = 1, Medicine = "paracetamol", Result = result }],
        DispensedBy = "Sunita Verma",
        At = Now.AddMinutes(minute),
    };

    public static Diagnosis Diagnosis() => new() { Code = "R50.9", Text = "Fever, unspecified" };

    public static MedicineLine Medicine() => new()
    {
        Name = "paracetamol",
        Form = "tablet",
        Strength = "500 mg",
        Dose = "1 tablet",
        Frequency = "TDS",
        Timing = "after-food",
        DurationDays = 3,
        Quantity = 9,
        Instructions = "With plenty of water.",
    };

    public static GivenAdvice GivenAdvice(int version = 1) => new()
    {
        Version = version,
        PrescriptionId = Guid.CreateVersion7(),
        PractitionerCode = "dr-thakur",
        PractitionerName = "Dr Anil Thakur",
        Document = "header.payload.signature",
        SignedAt = Now,
    };

    /// <summary>A consult at a hub that has come as far as <paramref name="status"/>; <see cref="Doctor"/> holds or held it.</summary>
    public static Consult Consult(ConsultStatus status = ConsultStatus.Waiting)
    {
        var consult = Hub.Api.Domain.Consult.Receive(ConsultRequested(), Guid.CreateVersion7(), 0, HubCode, Site, Now);
        if (status == ConsultStatus.Waiting) return consult;
        if (status == ConsultStatus.Cancelled)
        {
            consult.Cancel("Sunita Verma", Now);
            return consult;
        }

        var token = consult.Accept(Doctor, "Dr Anil Thakur", Now).Token;
        if (status == ConsultStatus.InformationAsked) consult.AskInformation(token, Doctor, Guid.CreateVersion7(), "Any rash?", Now);
        if (status == ConsultStatus.Redirected) consult.Redirect(token, Doctor, new Destination("rpgmc", "cardiology"), ConsultRedirected.WrongSpecialty, Now);
        if (status == ConsultStatus.Returned) consult.Return(token, Doctor, "needs-in-person", Now);
        if (status is ConsultStatus.Advised or ConsultStatus.Closed) consult.Advise(GivenAdvice(), Now);
        if (status == ConsultStatus.Closed) consult.Close(Outcome(), Now);
        return consult;
    }

    /// <summary>A request at a spoke that has come as far as <paramref name="status"/>.</summary>
    public static ConsultRequest Request(RequestStatus status = RequestStatus.Queued, bool practice = false)
    {
        var request = ConsultRequest.Begin(SpokeCode, Guid.CreateVersion7(), "Sunita Verma", new DraftForm { SavedAt = Now }, practice, null, Now);
        if (status == RequestStatus.Draft) return request;
        request.Queue(Guid.CreateVersion7(), Patient(), Content(), $"{SpokeCode}-00312", HubCode, Now);
        switch (status)
        {
            case RequestStatus.Received:
                request.FollowHub(0, 1, RequestStatus.Received, "received", null, Now);
                break;
            case RequestStatus.Accepted:
                request.FollowHub(0, 2, RequestStatus.Accepted, "accepted", "Dr Anil Thakur", Now);
                break;
            case RequestStatus.InformationAsked:
                request.FollowHub(0, 3, RequestStatus.InformationAsked, "information-asked", "Dr Anil Thakur", Now);
                break;
            case RequestStatus.Advised or RequestStatus.Acknowledged or RequestStatus.Closed:
                request.FollowHub(0, 3, RequestStatus.Advised, "advised", "Dr Anil Thakur", Now);
                request.FollowAdvice(1);
                if (status == RequestStatus.Advised) break;
                request.Acknowledge("Sunita Verma", Now);
                if (status == RequestStatus.Acknowledged) break;
                request.Tell(HowTold.Phone, Now, "Sunita Verma", Now);
                request.Close(Shared.Contracts.Consults.Outcome.Improved, null, "Sunita Verma", Now);
                break;
            case RequestStatus.Returned:
                request.FollowHub(0, 2, RequestStatus.Returned, "returned", "Dr Anil Thakur", Now, "needs-in-person");
                break;
            case RequestStatus.Cancelling:
                request.Cancel(neverSent: false, "Sunita Verma", Now);
                break;
            case RequestStatus.Cancelled:
                request.Cancel(neverSent: true, "Sunita Verma", Now);
                break;
        }
        return request;
    }
}
