using System.Diagnostics;
using Shared.Contracts.Advice;
using Shared.Contracts.Prescriptions;

namespace Bench;

/// <summary>What the prescribing policy takes for a prescription of twelve lines.</summary>
internal static class Policy
{
    // Every list, salts, Hindi, combinations, an exception, a prohibited one and one on no list.
    private static readonly string[] Names =
    [
        "paracetamol", "metformin hydrochloride", "amoxicillin + clavulanic acid", "hydrochlorothiazide", "मेटफॉर्मिन", "phenobarbitone sodium",
        "codeine phosphate", "iron and folic acid", "salmeterol/fluticasone", "misoprostol", "adrenaline", "telmisartan + amlodipine",
    ];

    public static object Run()
    {
        var asked = new PrescribingCase
        {
            SignedAt = new DateTimeOffset(2026, 11, 23, 5, 5, 0, TimeSpan.Zero),
            SignerCode = "dr-thakur",
            FollowUp = true,
            InPerson = new() { On = new(2026, 9, 23), Facility = "OPD", SlipNumber = "1", PractitionerCode = "dr-thakur", SameCondition = true },
            PatientAge = 42,
            Diagnoses = [new Diagnosis { Text = "Fever" }],
            Medicines = [.. Names.Select(name => new MedicineLine { Name = name, Continues = name, AddOnTo = "metformin" })],
        };
        for (var i = 0; i < 2_000; i++) PrescribingPolicy.Default.Check(asked);   // until it is compiled for good

        var took = new double[10_000];
        for (var i = 0; i < took.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            PrescribingPolicy.Default.Check(asked);
            took[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }
        Array.Sort(took);
        return new { lines = Names.Length, p50Microseconds = Math.Round(took[5_000], 1), p99Microseconds = Math.Round(took[9_900], 1) };
    }
}
