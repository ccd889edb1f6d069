using System.Globalization;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Directory;

/// <summary>
/// The lists that a service judges by now: the latest that were taken, or those of its directory. They are exchanged whole, so that nobody
/// ever sees the formulary of one issue with the lists of another.
/// </summary>
public sealed class ListsInForce(ProgrammeDirectory directory)
{
    private volatile State _now = new(0, directory.Prescribing(), directory.Formulary(), DiagnosisIndex.Default);

    /// <summary>0 while only the directory has spoken.</summary>
    public int Number => _now.Number;

    /// <summary>The version of lists that are sent to the sites: its day and number.</summary>
    public static string VersionOf(DateOnly orderedOn, int number) => string.Create(CultureInfo.InvariantCulture, $"{orderedOn:yyyy-MM-dd}/{number}");

    /// <summary>True for a version of lists that were sent and have not come yet.</summary>
    public bool IsToCome(string? rulesVersion) =>
        rulesVersion?.Split('/') is [_, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) && sent > Number;

    public PrescribingPolicy Policy => _now.Policy;
    public Formulary Formulary => _now.Formulary;
    public DiagnosisIndex Diagnoses => _now.Diagnoses;

    /// <summary>An older number changes nothing.</summary>
    /// <exception cref="InvalidDataException">They contradict each other: a sentence that names the medicine.</exception>
    public void Take(int number, MedicineLists lists, FormularyData formulary, DiagnosisData? diagnoses = null)
    {
        if (number <= _now.Number) return;
        var known = new Formulary(formulary, lists);
        _now = new(number, new PrescribingPolicy(lists, known.ListOInstead), known, diagnoses is null ? DiagnosisIndex.Default : new DiagnosisIndex(diagnoses));
    }

    private sealed record State(int Number, PrescribingPolicy Policy, Formulary Formulary, DiagnosisIndex Diagnoses);
}
