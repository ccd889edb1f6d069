using Spoke.Api.Domain;

namespace Spoke.Api.Data;

public static class PatientSearch
{
    /// <summary>Patients of these spokes in whose name, relative, village or phone every word occurs; newest first.</summary>
    public static IQueryable<Patient> Matching(this IQueryable<Patient> patients, IReadOnlyList<string> spokes, string? words)
    {
        patients = patients.Where(p => spokes.Contains(p.SpokeCode));
        foreach (var word in (words ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8))
            patients = patients.Where(p => p.SearchText.Contains(word));
        return patients.OrderByDescending(p => p.Id);
    }
}
