using Microsoft.EntityFrameworkCore;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

public static class PatientSearch
{
    /// <summary>
    /// Patients of these spokes in whose name, relative, village, phone or numbers every word occurs; newest first. A merged record is
    /// found as the one it leads to, by what stands in it too.
    /// </summary>
    public static IQueryable<Patient> Matching(this DbSet<Patient> patients, IReadOnlyList<string> spokes, string? words)
    {
        var matching = patients.Where(p => spokes.Contains(p.SpokeCode) && p.SurvivorId == null);
        foreach (var word in (words ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8))
            matching = matching.Where(p => p.SearchText.Contains(word) || patients.Any(merged => merged.SurvivorId == p.PatientId && merged.SearchText.Contains(word)));
        return matching.OrderByDescending(p => p.Id);
    }

    /// <summary>The record with this id, or the one it leads to since they were merged; null when it is none of these spokes.</summary>
    public static async Task<Patient?> One(this DbSet<Patient> patients, Guid patientId, IReadOnlyList<string> spokes, CancellationToken ct)
    {
        var found = await patients.FirstOrDefaultAsync(p => p.PatientId == patientId && spokes.Contains(p.SpokeCode), ct);
        return found?.SurvivorId is { } survivor ? await patients.FirstOrDefaultAsync(p => p.PatientId == survivor, ct) : found;
    }

    /// <summary>This record and all that lead to it: together they hold the history of one person.</summary>
    public static IQueryable<Patient> LeadingTo(this DbSet<Patient> patients, Guid survivor) =>
        patients.Where(p => p.PatientId == survivor || p.SurvivorId == survivor);
}
