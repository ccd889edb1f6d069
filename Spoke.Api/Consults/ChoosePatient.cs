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

    public async Task<IReadOnlyList<Patient>> Find(string? words, CancellationToken ct) =>
        await db.Patients.Matching(await me.PlacesToday(ct), words).AsNoTracking().Take(Shown).ToListAsync(ct);

    public async Task<Patient?> One(Guid patientId, CancellationToken ct) => await db.Patients.One(patientId, await me.PlacesToday(ct), ct);

    /// <summary>Who may be the one that is typed, and is registered already.</summary>
    public async Task<IReadOnlyList<LikelyPatient>> Likely(PatientSummary typed, CancellationToken ct) =>
        await db.Patients.Likely(typed, await me.PlacesToday(ct), Format.DayOf(clock.GetUtcNow()), ct);

    /// <summary>What was asked for this patient before, newest first; also what was written under a record that was merged into this one.</summary>
    public async Task<IReadOnlyList<ConsultRequest>> Previous(Guid patientId, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        if (await db.Patients.One(patientId, places, ct) is not { } patient) return [];
        var ids = db.Patients.LeadingTo(patient.PatientId).Select(p => (Guid?)p.PatientId);
        return await db.Requests.AsNoTracking().OfSpokes(places).Where(r => r.Status != RequestStatus.Draft && ids.Contains(r.PatientId))
            .OrderByDescending(r => r.Id).Take(PreviousShown).ToListAsync(ct);
    }
}
