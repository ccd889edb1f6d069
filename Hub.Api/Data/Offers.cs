using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Hosting.Ui;

namespace Hub.Api.Data;

/// <summary>Reads who is on duty and how loaded, asks the policy, and writes the offers, in the caller's transaction.</summary>
public sealed class Offers(HubDb db, ProgrammeDirectory directory, IOptions<AssignmentOptions> options, TimeProvider clock)
{
    /// <summary>Whether the hub holds it out by itself: an emergency always does, the rest where doctors do not choose.</summary>
    public bool IsOffered(string hub, Urgency urgency) => urgency == Urgency.Stat || options.Value.Push.Contains(hub);

    /// <summary>Holds a waiting consult out to whoever the policy names and has no standing offer of it. How many that were.</summary>
    /// <param name="consult">Tracked.</param>
    public async Task<int> Make(Consult consult, CancellationToken ct)
    {
        if (consult.Status != ConsultStatus.Waiting || !IsOffered(consult.HubCode, consult.Urgency)) return 0;
        var now = clock.GetUtcNow();
        if (consult.Id != 0) await db.Entry(consult).Collection(c => c.Offers).LoadAsync(ct);   // 0: it has just come
        foreach (var lapsed in consult.Offers.Where(o => o.ExpiresAt <= now)) lapsed.End(OfferEnd.Expired, now);
        var standing = consult.Offers.Where(o => o.EndedAt is null).Select(o => o.PractitionerCode).ToHashSet();
        if (standing.Count > 0 && consult.Urgency != Urgency.Stat) return 0;

        var passed = consult.Offers.Where(o => o.Ended is OfferEnd.Declined or OfferEnd.Expired).Select(o => o.PractitionerCode).ToHashSet();
        var chosen = AssignmentPolicy.Choose(new(consult.Specialty, consult.Urgency, consult.MeantFor ?? consult.FollowsUpDoctor, passed), await OnDuty(consult.HubCode, now, ct));
        IReadOnlyList<Offer> made = [.. chosen.Where(d => !standing.Contains(d.PractitionerCode)).Select(d => new Offer
        {
            HubCode = consult.HubCode,
            PractitionerCode = d.PractitionerCode,
            OfferedAt = now,
            ExpiresAt = now + AssignmentPolicy.Stands(consult.Urgency),
        })];
        consult.Offers.AddRange(made);
        return made.Count;
    }

    private async Task<IReadOnlyList<Candidate>> OnDuty(string hub, DateTimeOffset now, CancellationToken ct)
    {
        var there = await db.Presences.AsNoTracking().There(now).Where(p => p.HubCode == hub).Select(p => new { p.PractitionerCode, p.AccountId }).ToListAsync(ct);
        if (there.Count == 0) return [];
        var (accounts, codes) = (there.Select(p => p.AccountId).ToList(), there.Select(p => p.PractitionerCode).ToList());
        var held = await db.Consults.AsNoTracking().Where(c => c.Status == ConsultStatus.Accepted && c.Lease != null && accounts.Contains(c.Lease.HolderId))
            .GroupBy(c => c.Lease!.HolderId).Select(h => new { Account = h.Key, Count = h.Count() }).ToDictionaryAsync(h => h.Account, h => h.Count, ct);
        var midnight = Span.On(Format.DayOf(now), TimeOnly.MinValue, TimeOnly.MinValue).Begins;
        var offers = await db.Offers.AsNoTracking().Where(o => codes.Contains(o.PractitionerCode) && ((o.EndedAt == null && o.ExpiresAt > now) || (o.Ended == OfferEnd.Accepted && o.EndedAt >= midnight)))
            .GroupBy(o => new { o.PractitionerCode, Stands = o.EndedAt == null }).Select(o => new { o.Key, Count = o.Count() }).ToListAsync(ct);
        var capacities = await Capacities(hub, now, ct);
        return [.. there.Select(p => new Candidate(
            p.PractitionerCode,
            directory.Practitioner(p.PractitionerCode)?.Specialties ?? [],
            held.GetValueOrDefault(p.AccountId) + offers.Where(o => o.Key.PractitionerCode == p.PractitionerCode && o.Key.Stands).Sum(o => o.Count),
            capacities.GetValueOrDefault(p.PractitionerCode, options.Value.Capacity),
            offers.Where(o => o.Key.PractitionerCode == p.PractitionerCode && !o.Key.Stands).Sum(o => o.Count)))];
    }

    // What the roster planned for this moment, where it planned anything.
    private async Task<Dictionary<string, int>> Capacities(string hub, DateTimeOffset now, CancellationToken ct)
    {
        var shifts = await db.Shifts.AsNoTracking().Where(s => s.HubCode == hub).ToListAsync(ct);
        if (shifts.Count == 0) return [];
        return new Roster(shifts, await db.Leaves.AsNoTracking().ToListAsync(ct), directory).OnDuty(hub, now)
            .GroupBy(d => d.PractitionerCode).ToDictionary(d => d.Key, d => d.Max(turn => turn.Shift.Capacity));
    }
}
