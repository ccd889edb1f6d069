using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Paper;

/// <summary>Makes the copies of records that were asked for, oldest first, one at a time: a copy holds every picture.</summary>
public sealed partial class MakeCopies(
    IServiceScopeFactory scopes, ProgrammeDirectory directory, ProgrammeKey programme, PrescribingPolicy policy, TimeProvider clock, ILogger<MakeCopies> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                while (await MakeNext(stoppingToken)) { }
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>False when none waits.</returns>
    public async Task<bool> MakeNext(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        if (await db.Copies.Where(c => c.MadeAt == null).OrderBy(c => c.Id).FirstOrDefaultAsync(ct) is not { } copy) return false;
        copy.Made((await Gather(db, copy, ct)).Pack(), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<PatientRecord> Gather(SpokeDb db, RecordCopy copy, CancellationToken ct)
    {
        // Whatever was merged since it was asked for: all that is kept of one person.
        var asked = await db.Patients.AsNoTracking().SingleAsync(p => p.PatientId == copy.PatientId, ct);
        var records = await db.Patients.LeadingTo(asked.SurvivorId ?? asked.PatientId).AsNoTracking().OrderBy(p => p.Id).ToListAsync(ct);
        var (patient, ids) = (records.Single(p => p.SurvivorId is null), records.Select(p => (Guid?)p.PatientId).ToArray());
        var requests = await db.Requests.AsNoTracking().AsSplitQuery().Include(r => r.Thread).Include(r => r.Events).Include(r => r.Advice).Include(r => r.Prescriptions).Include(r => r.Dispensed)
            .Where(r => ids.Contains(r.PatientId) && r.Status != RequestStatus.Draft).OrderBy(r => r.Id).ToListAsync(ct);
        var corrections = await db.Corrections.AsNoTracking().Where(c => ids.Contains(c.PatientId)).OrderBy(c => c.Id).ToListAsync(ct);
        var consults = requests.Select(r => r.ConsultId).ToArray();
        var attachments = (await db.Attachments.AsNoTracking().Where(a => consults.Contains(a.ConsultId)).OrderBy(a => a.Number).ToListAsync(ct)).ToLookup(a => a.ConsultId);
        return new PatientRecord
        {
            Programme = directory.Programme,
            SpokeCode = copy.SpokeCode,
            MadeAt = clock.GetUtcNow(),
            PatientId = patient.PatientId,
            Patient = patient.Summary,
            RegisteredAt = patient.RegisteredAt,
            AlsoRegisteredAs = [.. records.Where(p => p != patient).Select(p => new PatientRecord.OtherRecord(p.PatientId, p.Summary, p.RegisteredAt))],
            Corrections = [.. corrections.Select(c => new PatientRecord.Correction(c.PatientId, c.Before, c.CorrectedBy, c.CorrectedAt))],
            Consults = [.. requests.Select(r => Of(r, attachments[r.ConsultId]))],
        };
    }

    private PatientRecord.Consult Of(ConsultRequest r, IEnumerable<Attachment> attachments) => new()
    {
        ConsultId = r.ConsultId,
        Number = r.Number,
        Status = r.Status,
        HubCode = r.HubCode,
        RequestedBy = r.RequestedBy,
        QueuedAt = r.QueuedAt,
        Patient = r.Patient,
        Request = r.Content,
        Urgency = r.Urgency,
        ReturnReason = r.ReturnReason,
        ReturnText = r.ReturnText,
        Thread = [.. r.Thread.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new PatientRecord.Message(m.FromHub, m.By, m.At, m.Text, m.Vitals))],
        Advice = [.. r.Advice.OrderBy(a => a.Version).Select(a =>
            new PatientRecord.Advice(a.Version, a.ReceivedAt, SignedAdvice.Check(a.Document, programme.Key, policy).Note, a.Document, a.Withdrawal))],
        OwnPrescriptions = [.. r.Prescriptions.OrderBy(p => p.Version).Select(p =>
            new PatientRecord.Advice(p.Version, p.SignedAt, SignedPrescription.Check(p.Document, programme.Key, policy).Note, p.Document, p.Withdrawal))],
        Attachments = [.. attachments.Select(a => new PatientRecord.File(a.Number, a.Kind, a.ContentType, a.Sha256, a.AddedAt, a.Content))],
        Dispensed = [.. r.Dispensed.OrderBy(d => d.AdviceVersion).ThenBy(d => d.Line)
            .Select(d => new PatientRecord.Given(d.AdviceVersion, d.Line, d.Medicine, d.Result, d.Quantity, d.By, d.At))],
        FollowsUp = r.FollowsUp,
        AmbulanceCalledAt = r.AmbulanceCalledAt,
        ConsentWithdrawnAt = r.ConsentWithdrawnAt,
        ConsentWithdrawnReason = r.ConsentWithdrawnReason,
        ToldHow = r.ToldHow,
        ToldAt = r.ToldAt,
        Outcome = r.Outcome,
        OutcomeText = r.OutcomeText,
        Events = [.. r.Events.OrderBy(e => e.Id).Select(e => new PatientRecord.Happened(e.Kind, e.By, e.Code, e.At))],
    };

    [LoggerMessage(LogLevel.Error, "A copy of a record could not be made; it is tried again.")]
    private partial void LogFailed(Exception failed);
}
