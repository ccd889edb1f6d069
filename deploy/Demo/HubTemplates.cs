using Shared.Contracts.Advice;
using Shared.Contracts.Directory;

namespace Demo;

/// <summary>A template as <c>POST /api/templates</c> takes it.</summary>
public sealed record HubTemplate(string? Hub, Names Name, HubTemplate.Words Content)
{
    public sealed record Words
    {
        public required IReadOnlyList<Diagnosis> Diagnoses { get; init; }
        public required string Advice { get; init; }
        public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];
        public IReadOnlyList<string> Tests { get; init; } = [];
        public IReadOnlyList<string> SafetyNet { get; init; } = [];
        public int? FollowUpDays { get; init; }
        public string? FollowUpText { get; init; }
    }
}

/// <summary>The templates a hub of the demo begins with, written for this project as samples; a roll-out has its own clinical lead write them.</summary>
public static class HubTemplates
{
    public static HubTemplate Scabies { get; } = new(null, new("Scabies, adult", "खुजली (स्कैबीज़), वयस्क"), new()
    {
        Diagnoses = [new() { Code = "B86", Text = "Scabies" }],
        Advice = "Treat everybody at home on the same night. Wash clothes, sheets and towels in hot water, or keep them closed in a bag for three days. The itch may last two weeks although the mites are dead.",
        Medicines =
        [
            new()
            {
                Name = "permethrin",
                Form = "cream",
                Strength = "5%",
                Dose = "whole body below the neck",
                Route = "topical",
                Frequency = "OW",
                DurationDays = 8,
                Quantity = 2,
                Instructions = "At night on dry skin, wash off after 8 to 12 hours; once more after a week",
            },
            new() { Name = "cetirizine", Form = "tablet", Strength = "10 mg", Dose = "1 tablet", Frequency = "HS", DurationDays = 7 },
        ],
        SafetyNet = ["Pus, fever or spreading redness"],
        FollowUpDays = 14,
    });

    public static HubTemplate UrinaryInfection { get; } = new(null, new("Urinary infection, woman", "पेशाब का संक्रमण, महिला"), new()
    {
        Diagnoses = [new() { Code = "N39.0", Text = "Urinary tract infection" }],
        Advice = "Drink at least ten glasses of water a day and do not hold the urine back. Take the whole course, also when it is better.",
        Medicines =
        [
            new() { Name = "nitrofurantoin", Form = "capsule", Strength = "100 mg", Dose = "1 capsule", Frequency = "BD", Timing = "after-food", DurationDays = 5 },
            new() { Name = "paracetamol", Form = "tablet", Strength = "500 mg", Dose = "1 tablet", Frequency = "SOS", Timing = "after-food", DurationDays = 3 },
        ],
        Tests = ["Urine routine and microscopy", "Urine pregnancy test if a period was missed"],
        SafetyNet = ["Fever with shivering", "Pain in the flank or vomiting", "Blood in the urine"],
        FollowUpDays = 5,
        FollowUpText = "with the urine report",
    });

    public static HubTemplate NormalPregnancy { get; } = new(null, new("Normal pregnancy, check-up", "सामान्य गर्भावस्था की जाँच"), new()
    {
        Diagnoses = [new() { Code = "Z34.9", Text = "Normal pregnancy, check-up", Certainty = "confirmed" }],
        Advice = "Everything is as it should be. Eat one meal more a day, rest on the side in the afternoon, sleep under a net. Have the next check-up, blood pressure, weight and haemoglobin at the centre as planned.",
        Medicines =
        [
            new() { Name = "iron + folic acid", Form = "tablet", Strength = "60 mg + 500 mcg", Dose = "1 tablet", Frequency = "OD", Timing = "after-food", DurationDays = 30, Instructions = "Not together with tea or calcium" },
            new() { Name = "calcium carbonate + vitamin d3", Form = "tablet", Strength = "500 mg + 250 IU", Dose = "1 tablet", Frequency = "BD", Timing = "with-food", DurationDays = 30 },
        ],
        Tests = ["Haemoglobin", "Urine albumin and sugar"],
        SafetyNet = ["Bleeding or leaking", "Headache with blurred sight, swelling of the face", "The baby moves less", "Fever"],
        FollowUpDays = 28,
    });

    public static IReadOnlyList<HubTemplate> All { get; } = [Scabies, UrinaryInfection, NormalPregnancy];
}
