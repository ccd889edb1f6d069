using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>What was asked for one patient before, newest first.</summary>
public sealed class PatientHistory(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    public async Task<IReadOnlyList<ConsultRequest>> Read(Guid patientId, CancellationToken ct) =>
        await db.Requests.AsNoTracking().OfSpokes(await me.PlacesToday(ct)).Where(r => r.PatientId == patientId)
            .OrderByDescending(r => r.Id).Take(100).ToListAsync(ct);

    /// <summary>Somebody looks at the patient, who is most likely here: what became of earlier advice is asked for.</summary>
    public async Task AskOutcomes(Guid patientId, CancellationToken ct) => await db.AskOutcomes(patientId, await me.PlacesToday(ct), clock.GetUtcNow(), ct);
}
