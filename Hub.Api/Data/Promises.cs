using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;

namespace Hub.Api.Data;

/// <summary>Reads what a promise is made from, makes it, and tells the requester, in the caller's transaction.</summary>
public sealed class Promises(HubDb db, Outbox outbox, ProgrammeDirectory directory, IOptions<PromiseOptions> targets, IOptions<EscalationOptions> ladder, TimeProvider clock)
{
    // So many of the latest answers make the pace.
    private const int Lately = 30;

    // So far ahead the roster is asked for the next doctor.
    private const int DaysAhead = 14;

    private readonly PromiseModel _model = new(targets.Value);

    /// <summary>A consult that has just come, or whose urgency has risen: its place, who is asked first, what is done if nobody takes it, and the promise.</summary>
    public async Task Place(Consult consult, CancellationToken ct)
    {
        SetDeadline(consult);
        if (consult is { ReservedFor: null, Status: ConsultStatus.Waiting } && (consult.MeantFor ?? consult.FollowsUpDoctor) is { } named
            && await db.Presences.There(clock.GetUtcNow()).AnyAsync(p => p.HubCode == consult.HubCode && p.PractitionerCode == named, ct))
            consult.ReserveFor(named, clock.GetUtcNow());
        if (consult.Id != 0) await db.Entry(consult).Collection(c => c.Escalations).LoadAsync(ct);   // 0: it has just come
        consult.PlanEscalation(ladder.Value.Ladder, clock.GetUtcNow());
        await Make(consult, ct);
    }

    public async Task Make(Consult consult, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        SetDeadline(consult);   // for consults of before deadlines were kept
        var promise = _model.Make(consult.Urgency, consult.Deadline, consult.Status == ConsultStatus.InformationAsked,
            HubCalendar.Of(directory, consult.HubCode), await Facts(consult, now, ct), now);
        outbox.Tell(consult, ConsultPromised.WireName, consult.Promise(promise, now));
    }

    private void SetDeadline(Consult consult) => consult.Place(_model.Deadline(consult.Urgency, consult.ReceivedAt, HubCalendar.Of(directory, consult.HubCode)));

    /// <summary>Doctors who are there for this specialty; an emergency is also general medicine's.</summary>
    public async Task<int> OnDuty(string hub, string specialty, Urgency urgency, CancellationToken ct) =>
        Count(await db.Presences.AsNoTracking().There(clock.GetUtcNow()).Where(p => p.HubCode == hub).Select(p => p.PractitionerCode).ToListAsync(ct), specialty, urgency);

    private async Task<PromiseFacts> Facts(Consult consult, DateTimeOffset now, CancellationToken ct)
    {
        var (hub, specialty, urgency) = (consult.HubCode, consult.Specialty, consult.Urgency);
        var onDuty = await OnDuty(hub, specialty, urgency, ct);
        var ahead = await db.Consults.CountAsync(c => c.HubCode == hub && c.Specialty == specialty && c.Status == ConsultStatus.Waiting
            && c.ConsultId != consult.ConsultId && (c.Deadline < consult.Deadline || c.Urgency == Urgency.Stat), ct);
        DateTimeOffset? next = null;
        if (onDuty == 0) next = await NextDuty(hub, specialty, urgency, now, ct);
        var since = consult.PromisedAt;
        var left = since is null ? [] : await db.Presences.AsNoTracking().Where(p => p.HubCode == hub && p.EndedAt >= since)
            .Select(p => new { p.PractitionerCode, p.EndedAt }).ToListAsync(ct);
        var gone = left.Where(p => Answers(p.PractitionerCode, specialty, urgency)).ToList();
        return new(ahead, onDuty, await Pace(hub, specialty, ct), next, gone.Count, gone.Max(p => p.EndedAt));
    }

    private async Task<TimeSpan> Pace(string hub, string specialty, CancellationToken ct)
    {
        var lately = await db.Consults.AsNoTracking().Where(c => c.HubCode == hub && c.Specialty == specialty && c.AnsweredAt != null && c.AcceptedAt != null)
            .OrderByDescending(c => c.AnsweredAt).Take(Lately).Select(c => new { c.AcceptedAt, c.AnsweredAt }).ToListAsync(ct);
        return lately.Count == 0 ? PromiseModel.UsualPace : lately.Select(c => c.AnsweredAt!.Value - c.AcceptedAt!.Value).Order().ElementAt(lately.Count / 2);
    }

    private async Task<DateTimeOffset?> NextDuty(string hub, string specialty, Urgency urgency, DateTimeOffset now, CancellationToken ct)
    {
        var shifts = await db.Shifts.AsNoTracking().Where(s => s.HubCode == hub).ToListAsync(ct);
        if (shifts.Count == 0) return null;
        var roster = new Roster(shifts, await db.Leaves.AsNoTracking().ToListAsync(ct), directory);
        var today = Span.DayOf(now);
        // Who should be there and is not says nothing: only a turn that is still to begin counts.
        return roster.Duties(hub, today, today.AddDays(DaysAhead))
            .FirstOrDefault(d => d.Span.Begins > now && (d.Shift.Specialty == specialty || Answers(d.PractitionerCode, specialty, urgency)))?.Span.Begins;
    }

    private int Count(IEnumerable<string> doctors, string specialty, Urgency urgency) => doctors.Distinct().Count(code => Answers(code, specialty, urgency));

    private bool Answers(string practitioner, string specialty, Urgency urgency) => directory.Practitioner(practitioner)?.Specialties is { } specialties
        && AssignmentPolicy.Answers(specialties, specialty, urgency);
}
