using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;
using Shared.Hosting.Ui;

namespace Hub.Api.Assignment;

/// <summary>
/// Climbs the ladder: what nobody takes goes on to the next hub by rank, or to the nodal officer's eyes. Each step is a row that fires once, however
/// many replicas look and however often they were restarted.
/// </summary>
public sealed class EscalationWatch(IServiceScopeFactory scopes, ProgrammeDirectory directory, TimeProvider clock, ILogger<EscalationWatch> log) : Watch(TimeSpan.FromSeconds(10), clock, log)
{
    private const string NoDoctor = "no-doctor";
    private const int AtOnce = 200;

    /// <summary>How many steps were done.</summary>
    public override async Task<int> Look(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var look = scopes.CreateAsyncScope();
        var due = await look.ServiceProvider.GetRequiredService<HubDb>().Escalations.AsNoTracking()
            .Where(e => e.DoneAt == null && e.DueAt <= now).OrderBy(e => e.DueAt).ThenBy(e => e.Id).Take(AtOnce).Select(e => e.Id).ToListAsync(ct);
        var done = 0;
        foreach (var id in due) done += await Do(id, ct);
        return done;
    }

    private async Task<int> Do(long id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, outbox) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<Outbox>());
        return await db.InTransaction(async token =>
        {
            // Holds the row from here on, unless another has done it.
            if (await db.Escalations.Where(e => e.Id == id && e.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, e => e.DueAt), token) == 0) return 0;
            var step = await db.Escalations.FirstAsync(e => e.Id == id, token);
            // The consult too: who takes it at this moment either has it, or finds that it has gone on.
            await db.Consults.Where(c => c.Id == step.ConsultRow).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version), token);
            var consult = await db.Consults.FirstAsync(c => c.Id == step.ConsultRow, token);
            var now = Clock.GetUtcNow();
            step.Do(consult.Status != ConsultStatus.Waiting ? EscalationResult.NotNeeded : await Do(step.Step, db, outbox, consult, now, token), now);
            return 1;
        }, ct);
    }

    private async Task<EscalationResult> Do(EscalationStep step, HubDb db, Outbox outbox, Consult consult, DateTimeOffset now, CancellationToken ct)
    {
        if (step == EscalationStep.Alert) Tell(db, consult, "nobody-takes", now);
        else if (await Next(db, consult, now, ct) is { } next) await outbox.SendOn(db, consult, next, consult.PassOn(next, now, NoDoctor), ct);
        else
        {
            Tell(db, consult, "nobody-else", now);
            return EscalationResult.NobodyElse;
        }
        return EscalationResult.Done;
    }

    private static void Tell(HubDb db, Consult consult, string code, DateTimeOffset now)
    {
        db.Alerts.Add(new Alert
        {
            HubCode = consult.HubCode,
            ConsultId = consult.ConsultId,
            Number = consult.Number,
            Specialty = consult.Specialty,
            Urgency = consult.Urgency,
            Code = code,
            At = now,
        });
        consult.Note("alerted", null, now, code);
    }

    // The next by rank where it has not been. Of hubs of this service it is known whether anybody is there, and one without is passed over.
    private async Task<Destination?> Next(HubDb db, Consult consult, DateTimeOffset now, CancellationToken ct)
    {
        var served = consult.Onward(directory, Format.DayOf(now)).Select(d => d.HubCode).ToList();
        var ours = await db.Postings.Where(p => served.Contains(p.Place)).Select(p => p.Place).Distinct().ToListAsync(ct);
        var there = await db.Presences.AsNoTracking().There(now).Where(p => served.Contains(p.HubCode)).Select(p => new { p.HubCode, p.PractitionerCode }).ToListAsync(ct);
        return served.Where(hub => !ours.Contains(hub) || there.Any(p => p.HubCode == hub
                && directory.Practitioner(p.PractitionerCode)?.Specialties is { } specialties && AssignmentPolicy.Answers(specialties, consult.Specialty, consult.Urgency)))
            .Select(hub => new Destination(hub, consult.Specialty)).FirstOrDefault();
    }
}
