using Shared.Contracts.Consults;
using Shared.Contracts.Patients;

namespace Demo.Stories;

/// <summary>Three requests that a site takes while its line is cut.</summary>
internal static class WaitingStories
{
    public sealed record Waiting(string Title, string Story, string Requester, NewConsult Request);

    public static IReadOnlyList<Waiting> All { get; } =
    [
        new("Knee pain for three months (Sunehar)", "waiting-knee", "cho-ramesh", new NewConsult
        {
            Spoke = HimachalPradesh.Sunehar,
            Patient = new()
            {
                Name = "निर्मला देवी", RelativeName = "ओम प्रकाश", Age = new Age { Value = 62 }, Sex = Sex.Female, Mobile = "9418000021", MobileOf = "बेटा",
                Address = Kangra("सुनेहड़", "नगरोटा बगवां"),
            },
            Specialty = "orthopaedics",
            Urgency = Urgency.Routine,
            Question = "दोनों घुटनों में दर्द, कौन से व्यायाम और जाँच करवाएँ?",
            Complaints = [Said.For("सीढ़ी चढ़ने पर दोनों घुटनों में दर्द", "joint-pain", 3, "mo")],
            Findings = Said.Findings(no: ["joint-swollen", "after-injury"]),
            Vitals = new() { Systolic = 134, Diastolic = 82, Pulse = 78, TemperatureC = 36.6m, Pain = 1, WeightKg = 71, HeightCm = 152 },
            History = "सुबह थोड़ी देर अकड़न, चलने से ठीक। कोई और बीमारी नहीं।",
            NoKnownAllergies = true,
            Examination = "सूजन नहीं, लाली नहीं, घुटना पूरा मुड़ता है, मोड़ने पर चटकने की आवाज़।",
            Consent = Said.Consent("cho-ramesh"),
        }),
        new("Itching hands of a dairy worker (Chari)", "waiting-hands", "cho-ramesh", new NewConsult
        {
            Spoke = HimachalPradesh.Chari,
            Patient = new()
            {
                Name = "Rakesh Kumar", RelativeName = "Bishan Dass", BirthDate = new DateOnly(1991, 6, 14), Sex = Sex.Male, Mobile = "9418000022", MobileOf = "self",
                Address = Kangra("Chari", "Shahpur"),
            },
            Specialty = "dermatology",
            Urgency = Urgency.Routine,
            Question = "Dry, cracked, itching hands for two months. What helps, and may he go on milking?",
            Complaints = [Said.For("Itching and cracks on both hands", "itching", 2, "mo")],
            Findings = Said.Findings(no: ["worse-at-night", "others-at-home"]),
            History = "Worse since the winter began. No asthma, no hay fever.",
            NoKnownAllergies = true,
            Vitals = new() { TemperatureC = 36.8m, Pulse = 72 },
            Examination = "Dry scaly palms with fissures, no pus, nails normal. Washes with detergent many times a day.",
            Consent = Said.Consent("cho-ramesh"),
        }),
        new("Sugar above 250 before breakfast (Jadrangal)", "waiting-sugar", "cho-meena", new NewConsult
        {
            Spoke = HimachalPradesh.Jadrangal,
            Patient = new()
            {
                Name = "Baldev Singh", RelativeName = "Kartar Singh", Age = new Age { Value = 55 }, Sex = Sex.Male, Mobile = "9418000023", MobileOf = "self",
                Address = Kangra("Jadrangal", "Nagrota Bagwan"),
            },
            Specialty = "general-consult",
            Urgency = Urgency.Urgent,
            Question = "Fasting sugar 256, he ran out of his tablets two weeks ago. What shall we do today?",
            Complaints = [Said.For("Thirst, passes urine often", "diabetes", 10, "d")],
            Findings = Said.Findings(no: ["medicines-regular", "foot-wound"]),
            Vitals = new()
            {
                Systolic = 138,
                Diastolic = 86,
                Pulse = 84,
                TemperatureC = 36.7m,
                Spo2 = 97,
                RespiratoryRate = 16,
                GlucoseMgDl = 256,
                WeightKg = 68,
                Consciousness = Consciousness.Alert,
                OnOxygen = false,
            },
            History = "Diabetes for four years. No vomiting, no belly pain, feet are well.",
            NoKnownAllergies = true,
            CurrentMedicines = ["metformin 500 mg (none for two weeks)"],
            Consent = Said.Consent("cho-meena"),
        }),
    ];

    private static Address Kangra(string village, string block) => new() { Village = village, Block = block, District = "Kangra", State = "Himachal Pradesh" };
}
