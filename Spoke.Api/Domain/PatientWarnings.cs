using Shared.Contracts.Patients;

namespace Spoke.Api.Domain;

/// <summary>What is taken as it was told and should be looked at once more; nobody is held up by it.</summary>
public static class PatientWarnings
{
    public static IEnumerable<string> Of(PatientSummary patient)
    {
        if (patient.AbhaNumber is { Length: > 0 } abha && !Abha.IsChecked(abha)) yield return "abha-checksum";
        if (patient.Address is { StateLgd: null or "" } or { DistrictLgd: null or "" } or { SubDistrictLgd: null or "" }) yield return "lgd-missing";
    }
}
