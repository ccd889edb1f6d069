using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>Finds the registered patient that a new request is for.</summary>
public sealed class ChoosePatient(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    public const int Shown = 20;
    private const int PreviousShown = 10;
    private const int ShownEarlier = 5;

    public async Task<IReadOnlyList<Patient>> Find(string? words, CancellationToken ct) =>
        await db.Patients.Matching(await me.PlacesToday(ct), words).AsNoTracking().Take(Shown).ToListAsync(ct);

    public async Task<Patient?> One(Guid patientId, CancellationToken ct) => await db.Patients.One(patientId, await me.PlacesToday(ct), ct);

    /// <summary>Who may be the one that is typed, and is registered already.</summary>
    public async Task<IReadOnlyList<LikelyPatient>> Likely(PatientSummary typed, CancellationToken ct) =>
        await db.Patients.Likely(typed, await me.PlacesToday(ct), Format.DayOf(clock.GetUtcNow()), ct);

    /// <summary>What was asked for this patient before, newest first; also what was written under a record that was merged into this one.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Previous(Guid patientId, CancellationToken ct) =>
        await (await Of(patientId, ct)).Where(r => r.Status != RequestStatus.Draft).OrderByDescending(r => r.Id).Take(PreviousShown).ToListAsync(ct);

    /// <summary>What was answered for this patient before and may be gone on from, newest first.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Answered(Guid patientId, CancellationToken ct) =>
        await (await Of(patientId, ct)).Where(r => r.AdviceVersion > 0 && !r.IsPractice).OrderByDescending(r => r.Id).Take(ShownEarlier).ToListAsync(ct);

    /// <summary>What somebody here is asked about this patient and has not answered, the oldest first.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Asked(Guid patientId, CancellationToken ct) =>
        [.. (await (await Of(patientId, ct)).Where(r => r.OutcomeAskedAt != null && r.Status == RequestStatus.Acknowledged).OrderBy(r => r.Id).ToListAsync(ct)).Where(r => r.AwaitsOutcome)];

    // Also what was written under records that were merged into this one.
    private async Task<IQueryable<ConsultRequest>> Of(Guid patientId, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        var survivor = (await db.Patients.One(patientId, places, ct))?.PatientId ?? patientId;
        var ids = db.Patients.LeadingTo(survivor).Select(p => (Guid?)p.PatientId);
        return db.Requests.AsNoTracking().OfSpokes(places).Where(r => ids.Contains(r.PatientId));
    }
}
