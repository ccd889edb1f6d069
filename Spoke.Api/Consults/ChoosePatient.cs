using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>Finds the registered patient that a new request is for.</summary>
public sealed class ChoosePatient(SpokeDb db, CurrentAccount me)
{
    public const int Shown = 20;

    public async Task<IReadOnlyList<Patient>> Find(string? words, CancellationToken ct) =>
        await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), words).Take(Shown).ToListAsync(ct);

    public async Task<Patient?> One(Guid patientId, CancellationToken ct) =>
        await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), null).FirstOrDefaultAsync(p => p.PatientId == patientId, ct);
}
