using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>Finds the registered patient that a new request is for.</summary>
public sealed class ChoosePatient(SpokeDb db, CurrentAccount me)
{
    public const int Shown = 20;
    private const int ShownEarlier = 5;

    public async Task<IReadOnlyList<Patient>> Find(string? words, CancellationToken ct) =>
        await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), words).Take(Shown).ToListAsync(ct);

    /// <summary>What was answered for this patient before and may be gone on from, newest first.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Answered(Guid patientId, CancellationToken ct) => await db.Requests.AsNoTracking().OfSpokes(await me.PlacesToday(ct))
        .Where(r => r.PatientId == patientId && r.AdviceVersion > 0 && !r.IsPractice).OrderByDescending(r => r.Id).Take(ShownEarlier).ToListAsync(ct);

    /// <summary>What somebody here is asked about this patient and has not answered, the oldest first.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Asked(Guid patientId, CancellationToken ct) => [.. (await db.Requests.AsNoTracking().OfSpokes(await me.PlacesToday(ct))
        .Where(r => r.PatientId == patientId && r.OutcomeAskedAt != null && r.Status == RequestStatus.Acknowledged).OrderBy(r => r.Id).ToListAsync(ct)).Where(r => r.AwaitsOutcome)];

    public async Task<Patient?> One(Guid patientId, CancellationToken ct) =>
        await db.Patients.AsNoTracking().Matching(await me.PlacesToday(ct), null).FirstOrDefaultAsync(p => p.PatientId == patientId, ct);
}
