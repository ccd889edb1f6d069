using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>What is known around one patient: earlier requests, the household, the records merged into this one, and who may be the same person.</summary>
public sealed class PatientHistory(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    /// <param name="Requests">Newest first, also those written under a record that was merged into this one.</param>
    /// <param name="Household">Others of the same centre with the same phone.</param>
    /// <param name="Merged">Records that lead here, with the merge that made them.</param>
    /// <param name="Undone">Merges of this record that were undone, newest first.</param>
    /// <param name="Corrected">What stood here before, newest first.</param>
    /// <param name="Likely">Others who may be this person; somebody should look.</param>
    public sealed record Known(
        IReadOnlyList<ConsultRequest> Requests, IReadOnlyList<Patient> Household, IReadOnlyList<(Patient Record, PatientMerge Merge)> Merged,
        IReadOnlyList<(Patient Record, PatientMerge Merge)> Undone, IReadOnlyList<PatientCorrection> Corrected, IReadOnlyList<LikelyPatient> Likely);

    public async Task<Known> Read(FindPatients.Item patient, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        var leading = await db.Patients.AsNoTracking().Where(p => p.SurvivorId == patient.PatientId).ToListAsync(ct);
        Guid[] ids = [patient.PatientId, .. leading.Select(p => p.PatientId)];
        var merges = await db.Merges.AsNoTracking().Where(m => ids.Contains(m.SurvivorId) || ids.Contains(m.MergedId)).OrderByDescending(m => m.Id).ToListAsync(ct);
        var named = merges.Select(m => m.MergedId).Concat(merges.Select(m => m.SurvivorId)).Distinct().ToArray();
        var records = await db.Patients.AsNoTracking().Where(p => named.Contains(p.PatientId)).ToDictionaryAsync(p => p.PatientId, ct);

        return new Known(
            await db.Requests.AsNoTracking().OfSpokes(places).Where(r => r.PatientId != null && ids.Contains(r.PatientId.Value)).OrderByDescending(r => r.Id).Take(100).ToListAsync(ct),
            await Household(patient, ct),
            [.. merges.Where(m => m.SeparatedAt is null && ids.Contains(m.MergedId)).Select(m => (records[m.MergedId], m))],
            [.. merges.Where(m => m.SeparatedAt is not null && (m.MergedId == patient.PatientId || m.SurvivorId == patient.PatientId))
                .Select(m => (records[m.MergedId == patient.PatientId ? m.SurvivorId : m.MergedId], m))],
            await db.Corrections.AsNoTracking().Where(c => c.PatientId == patient.PatientId).OrderByDescending(c => c.Id).Take(20).ToListAsync(ct),
            await Likely(patient, merges, ct));
    }

    private async Task<IReadOnlyList<Patient>> Household(FindPatients.Item patient, CancellationToken ct)
    {
        if (patient.Patient.Mobile is not { Length: > 0 } mobile) return [];
        var near = await db.Patients.Matching([patient.SpokeCode], mobile).AsNoTracking().Take(50).ToListAsync(ct);
        return [.. near.Where(p => p.PatientId != patient.PatientId && p.Summary.Mobile == mobile)];
    }

    // Two who were separated were looked at: nobody is asked about them again.
    private async Task<IReadOnlyList<LikelyPatient>> Likely(FindPatients.Item patient, List<PatientMerge> merges, CancellationToken ct)
    {
        var apart = merges.Where(m => m.SeparatedAt is not null).SelectMany(m => (Guid[])[m.SurvivorId, m.MergedId]).ToHashSet();
        return [.. (await db.Patients.Likely(patient.Patient, [patient.SpokeCode], Format.DayOf(clock.GetUtcNow()), ct))
            .Where(l => l.Patient.PatientId != patient.PatientId && !apart.Contains(l.Patient.PatientId))];
    }

    /// <summary>Somebody looks at the patient, who is most likely here: what became of earlier advice is asked for.</summary>
    public async Task AskOutcomes(Guid patientId, CancellationToken ct) => await db.AskOutcomes(patientId, await me.PlacesToday(ct), clock.GetUtcNow(), ct);
}
