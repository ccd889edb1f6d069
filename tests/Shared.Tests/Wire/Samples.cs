using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Testing;

namespace Shared.Tests.WireShapes;

/// <summary>One of everything that travels or is signed, with every member filled, so that its approved file shows the whole shape.</summary>
internal static class Samples
{
    private static readonly Guid Id = new("0192f000-0000-7000-8000-00000000000a");

    private static readonly PatientSummary Patient = Some.Patient() with
    {
        Age = new Age { Value = 42, Unit = AgeUnit.Years, Estimated = true, AsOf = Some.Today },
        OtherContact = "Through the sarpanch",
        AshaName = "Kamla",
        AshaMobile = "9418054321",
        Address = Some.Patient().Address with { Tehsil = "Kotkhai", StateLgd = "2", DistrictLgd = "18", SubDistrictLgd = "113" },
        AbhaNumber = "91-1234-5678-9012",
        AbhaAddress = "savitri.1984@abdm",
        RchId = "102012345678",
        NikshayId = "12345678",
        NcdId = "NCD-0147-0031",
    };

    private static readonly Vitals Vitals = Some.Vitals() with
    {
        HeightCm = 156,
        GlucoseMgDl = 104,
        HaemoglobinGDl = 11.2m,
        MuacCm = 22.5m,
        Pain = 2,
        DangerSigns = ["vaginal-bleeding"],
        GlucoseWhen = GlucoseTime.Fasting,
        Hba1cPercent = 6.1m,
        FetalHeartRate = 142,
        NotTakenBecause = "no-instrument",
        TakenAt = Some.Now,
    };

    private static readonly ListedAttachment Attachment = new()
    {
        Number = 1,
        Kind = AttachmentKind.Ecg,
        ContentType = ListedAttachment.Jpeg,
        Bytes = 16387,
        Sha256 = new string('a', 64),
    };

    private static readonly ConsultRequested Requested = Some.ConsultRequested() with
    {
        Requester = new Requester { Name = "Dr Rohit Verma", Role = "mo", PractitionerCode = "mo-verma", Register = PractitionerRegister.StateMedicalCouncil },
        Patient = Patient,
        Corrects = Id,
        FollowsUp = Id,
        Attachments = [Attachment],
        Request = Some.Content() with
        {
            Vitals = Vitals,
            History = "No travel.",
            Examination = "Throat red.",
            TreatmentGiven = "Paracetamol 500 mg at 09:00.",
            Impression = "Viral fever",
            Allergies = [new Allergy("penicillin", "rash")],
            Pregnancy = new Pregnancy { GestationWeeks = 34.5m, LastPeriod = new(2026, 3, 27), Gravida = 2, Para = 1, DeliveredOn = new(2026, 11, 20) },
            AccompaniedBy = new AccompanyingAdult { Name = "Ram Lal", Relation = "husband", Phone = "9418012345" },
            Findings = [new Finding("chills", FindingAnswer.Yes)],
            UrgencyOverride = new UrgencyOverride(Urgency.Urgent, "known-and-unchanged"),
            IncompleteBecause = "no-instrument",
            AmbulanceCalledAt = Some.Now,
        },
    };

    private static readonly MedicineLists Lists = new()
    {
        Source = "Telemedicine Practice Guidelines, 25 March 2020",
        Version = "2026-11-26",
        SignedBy = "State Nodal Officer, Telemedicine",
        OrderNumber = "HP/TELEMED/2026/11",
        OrderedOn = Some.Today,
        Medicines =
        [
            new() { Generic = "chloroquine", NameHi = "क्लोरोक्वीन", Synonyms = ["chloroquine phosphate"], List = MedicineList.O, From = Some.Today, Until = Some.Today.AddMonths(3) },
        ],
        Prohibited = [new() { Generic = "phenobarbital", NameHi = "फेनोबार्बिटल", Synonyms = ["phenobarbitone"], Because = "ndps" }],
        Exceptions = [new() { Generic = "phenobarbital", List = MedicineList.A, From = new(2020, 4, 12), Source = "Notice of April 2020" }],
    };

    /// <summary>The messages, by wire name.</summary>
    public static readonly IReadOnlyDictionary<string, object> Messages = new Dictionary<string, object>
    {
        [ConsultRequested.WireName] = Requested,
        [InformationSupplied.WireName] = Some.Information(Id) with { Vitals = Vitals, Urgency = Urgency.Stat, Attachments = [Attachment] },
        [InformationRead.WireName] = new InformationRead { InformationId = Id, ReadBy = "Dr Anil Thakur", At = Some.Now },
        [AttachmentChunk.WireName] = new AttachmentChunk { Number = 1, Offset = 16384, Data = [1, 2, 3] },
        [ConsultConfirmed.WireName] = new ConsultConfirmed { ConfirmedBy = "Sunita Verma", At = Some.Now },
        [CancellationRequested.WireName] = new CancellationRequested { Reason = "Went to the district hospital.", RequestedBy = "Sunita Verma", At = Some.Now },
        [AdviceAcknowledged.WireName] = new AdviceAcknowledged { AdviceVersion = 1, ReadBy = "Sunita Verma", At = Some.Now },
        [PatientTold.WireName] = new PatientTold { How = HowTold.ThroughAsha, ToldBy = "Sunita Verma", At = Some.Now },
        [Dispensed.WireName] = new Dispensed
        {
            AdviceVersion = 1,
            Lines = [new DispensedLine { Line = 1, Medicine = "paracetamol", Result = DispenseResult.Partly, Quantity = 4.5m }],
            DispensedBy = "Sunita Verma",
            At = Some.Now,
        },
        [ConsentWithdrawn.WireName] = new ConsentWithdrawn { Reason = "Goes to the district hospital.", RecordedBy = "Sunita Verma", At = Some.Now },
        [AmbulanceCalled.WireName] = new AmbulanceCalled { CalledAt = Some.Now, RecordedBy = "Sunita Verma" },
        [OutcomeRecorded.WireName] = Some.Outcome() with { Text = "Walks to the field again." },
        [ConsultReceived.WireName] = new ConsultReceived { ReceivedAt = Some.Now },
        [ConsultAccepted.WireName] = new ConsultAccepted { PractitionerName = "Dr Anil Thakur", At = Some.Now },
        [ConsultPromised.WireName] = new ConsultPromised
        {
            Number = 2,
            PromisedBy = Some.Now.AddHours(2),
            Because = PromiseBecause.DoctorsLeft,
            Ahead = 3,
            OnDuty = 1,
            Left = 2,
            LeftAt = Some.Now,
            At = Some.Now,
        },
        [ConsultWaiting.WireName] = new ConsultWaiting { Because = WaitingAgain.HandedBack, At = Some.Now },
        [InformationAsked.WireName] = new InformationAsked { InformationId = Id, Text = "Any rash?", AskedBy = "Dr Anil Thakur", At = Some.Now },
        [ConsultReturned.WireName] = new ConsultReturned { Reason = "needs-in-person", Text = "Please see the patient.", ReturnedBy = "Dr Anil Thakur", At = Some.Now },
        [ConsultCancelled.WireName] = new ConsultCancelled { At = Some.Now },
        [ConsultForwarded.WireName] = new ConsultForwarded
        {
            Request = Requested,
            Site = Some.Site,
            Specialty = "cardiology",
            Urgency = Urgency.Urgent,
            ReceivedAt = Some.Now,
            ConfirmedAt = Some.Now,
            AmbulanceCalledAt = Some.Now,
            Thread =
            [
                new()
                {
                    InformationId = Id,
                    FromHub = false,
                    Text = "No rash.",
                    Vitals = Vitals,
                    By = "Sunita Verma",
                    At = Some.Now,
                    Attachments = [Attachment],
                },
            ],
            Path = [new(Some.HubCode, "general-medicine", ConsultRedirected.WrongSpecialty, "Dr Anil Thakur", Some.Now)],
            PractitionerCode = "dr-bhatia",
            At = Some.Now,
        },
        [ConsultRedirected.WireName] = new ConsultRedirected
        {
            ToHub = "rpgmc",
            ToHop = 1,
            Specialty = "cardiology",
            Reason = ConsultRedirected.WrongSpecialty,
            RedirectedBy = "Dr Anil Thakur",
            At = Some.Now,
        },
        [RequestRated.WireName] = new RequestRated { Rating = RequestRating.WrongSpecialty, RatedBy = "Dr Anil Thakur", At = Some.Now },
        [AdviceGiven.WireName] = new AdviceGiven { AdviceVersion = 1, Document = "header.payload.signature", At = Some.Now, Slip = "header.payload.signature" },
        [AdviceWithdrawn.WireName] = new AdviceWithdrawn { AdviceVersion = 1, Document = "header.payload.signature", At = Some.Now },
        [ListsPublished.WireName] = new ListsPublished { Number = 7, Document = "header.payload.signature" },
        [Receipt.Name] = new Receipt { Received = [Id], Refused = [new RefusedMessage(Id, "message-unknown")] },
        [Hello.Name] = new Hello { Epoch = Id, SenderEpoch = Id, HighestSeen = 312 },
    };

    /// <summary>What messages travel in, and what is signed, by the name of its file.</summary>
    public static readonly IReadOnlyDictionary<string, object> Documents = new Dictionary<string, object>
    {
        ["envelope"] = new Envelope
        {
            MessageId = Id,
            Name = ConsultReceived.WireName,
            From = "hub.igmc",
            To = Some.Site,
            ConsultId = Id,
            Hop = 0,
            Version = 1,
            SentAt = Some.Now,
            Alg = "none",
            Kid = "none",
            Payload = JsonSerializer.SerializeToElement(new ConsultReceived { ReceivedAt = Some.Now }, Wire.Json),
        },
        ["signature-header"] = new Jws.Header { Alg = "ES256", Kid = "0123456789abcdef", Typ = SignedAdvice.Typ, Cert = "header.payload.signature", Zip = "DEF" },
        [SignedSlip.Typ] = SlipCore.Of(TestProgramme.Note(), "e30.e30.e30"),
        [SignedAdvice.Typ] = TestProgramme.Note() with
        {
            RulesVersion = "2026-11",
            Patient = Patient,
            Requester = new Requester { Name = "Sunita Verma", Role = "cho", PractitionerCode = "cho-sunita", Register = PractitionerRegister.Ayush },
            Urgency = Urgency.Routine,
            AccompaniedBy = new AccompanyingAdult { Name = "Ram Lal", Relation = "husband", Phone = "9418012345" },
            Video = TestProgramme.Video() with { CallId = Id },
            InPerson = TestProgramme.InPerson(),
            ForTreatingDoctor = false,
            Medicines =
            [
                Some.Medicine() with
                {
                    Amount = 1,
                    Unit = "tablet",
                    Immediate = false,
                    Continues = "paracetamol",
                    AddOnTo = "atenolol",
                    OffListReason = "Seen by video.",
                },
            ],
            Overrides = [new SafetyOverride { Check = "allergy", Medicine = "amoxicillin", Against = "penicillin", Reason = "tolerated-before", Text = "Twice in 2025." }],
            Supersedes = 1,
            FollowsAdvice = "0f1e2d3c",
            Referral = new ReferralAdvice { Place = "Civil Hospital Theog", Priority = "within-24-h", Transport = "108", Reason = "Ultrasound" },
            FollowUp = new FollowUpAdvice { On = Some.Today.AddDays(3), Text = "If the fever stays" },
        },
        [SignedWithdrawal.Typ] = TestProgramme.Withdrawal("0f1e2d3c") with { Text = "Meant for another patient." },
        [PractitionerCertificate.Typ] = new PractitionerCertificate
        {
            Practitioner = TestProgramme.Doctor,
            PublicKey = "MFkw",
            ValidFrom = Some.Today.AddYears(-1),
            ValidUntil = Some.Today.AddYears(1),
            RegistrationUntil = Some.Today.AddYears(2),
        },
        [ProgrammeDirectory.Typ] = new ProgrammeDirectory
        {
            Programme = "Himachal Pradesh",
            Version = 7,
            IssuedAt = Some.Now,
            Hubs =
            [
                new()
                {
                    Code = "igmc",
                    Name = new("IGMC Shimla", "आईजीएमसी शिमला"),
                    FacilityType = "MedicalCollege",
                    District = new("Shimla", "शिमला"),
                    BrokerUser = "hubs.hp",
                    Specialties = ["general-medicine"],
                    CasualtyPhone = "0177-0000000 (sample)",
                    Hours = [new(DayOfWeek.Monday, new(9, 30), new(16, 0))],
                },
            ],
            Sites = [new() { Site = "shimla-1", BrokerUser = "spoke.shimla-1", Spokes = [Some.SpokeCode] }],
            Spokes =
            [
                new()
                {
                    Code = Some.SpokeCode,
                    Name = new("Gumma", "गुम्मा"),
                    FacilityType = "SHC-HWC",
                    Block = new("Theog", "ठियोग"),
                    District = new("Shimla", "शिमला"),
                    ReferralUnit = new("Civil Hospital Theog", "सिविल अस्पताल ठियोग"),
                    ReferralPhone = "01783-000000 (sample)",
                },
            ],
            Mappings = [new() { SpokeCode = Some.SpokeCode, Specialty = "general-medicine", HubCode = "igmc", Rank = 1, From = Some.Today, Until = Some.Today.AddYears(1) }],
            Practitioners = [new() { Code = "dr-thakur", Hubs = ["igmc"], Specialties = ["general-medicine"], Certificate = "header.payload.signature", Register = PractitionerRegister.StateMedicalCouncil, FormerCertificates = ["header.payload.signature"] }],
            Holidays = [new(new(2027, 1, 26), new("Republic Day", "गणतंत्र दिवस"))],
            MedicineLists = Lists,
        },
        ["lists"] = new ProgrammeLists
        {
            Number = 7,
            IssuedAt = Some.Now,
            MedicineLists = Lists,
            Formulary = new()
            {
                Source = "Order of the programme",
                Version = "2026-11-27/7",
                Medicines =
                [
                    new()
                    {
                        Generic = "chloroquine",
                        Classes = ["antimalarial"],
                        Schedule = DrugSchedule.H,
                        Level = EssentialLevel.Phc,
                        Products = [new() { Form = "tablet", Strength = "250 mg" }],
                        Usual = new("500 mg", "OD"),
                        MostMgPerDose = 1000,
                        MostMgPerDay = 1000,
                        Pregnancy = PregnancyAdvice.Caution,
                        CautionUnderYears = 1,
                    },
                ],
                Allergies = [new() { Class = "antimalarial", Names = ["malaria tablets"], Also = ["antimalarial"] }],
                Interactions = [new() { One = ["chloroquine"], Other = ["amiodarone"] }],
                LookAlikes = [["chloroquine", "chlorpromazine"]],
            },
        },
    };
}
