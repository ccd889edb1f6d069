using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Assignment;

/// <summary>A doctor says "I am there" or "I am gone", for every hub of today's postings. Who is there is offered consults and counted in promises.</summary>
public sealed class GoOnDuty(HubDb db, CurrentAccount me, ProgrammeDirectory directory, ProgrammeKey programme, TimeProvider clock)
{
    /// <param name="Since">Null when off duty.</param>
    /// <param name="Colleagues">How many others are there at the same hubs.</param>
    public sealed record State(DateTimeOffset? Since, int Colleagues);

    public static void Map(IEndpointRouteBuilder api)
    {
        var duty = api.MapGroup("/duty").RequireAuthorization(Policies.Specialist);
        duty.MapGet("", (GoOnDuty act, CancellationToken ct) => act.Read(ct)).WithName("GetDuty");
        duty.MapPut("", (GoOnDuty act, CancellationToken ct) => act.Handle(on: true, ct)).WithName(nameof(GoOnDuty));
        duty.MapDelete("", (GoOnDuty act, CancellationToken ct) => act.Handle(on: false, ct)).WithName("GoOffDuty");
    }

    public async Task<State> Read(CancellationToken ct)
    {
        var (hubs, reader) = (await me.PlacesToday(ct), me.Id);
        var there = await db.Presences.AsNoTracking().There(clock.GetUtcNow()).Where(p => hubs.Contains(p.HubCode))
            .Select(p => new { p.AccountId, p.Since }).ToListAsync(ct);
        return new(there.Where(p => p.AccountId == reader).Select(p => (DateTimeOffset?)p.Since).Min(), there.Where(p => p.AccountId != reader).Select(p => p.AccountId).Distinct().Count());
    }

    /// <summary>Saying it twice changes nothing.</summary>
    /// <exception cref="RuleBrokenException"><c>duty-not-registered</c>: the directory has no certificate of the doctor that holds today.</exception>
    public async Task<State> Handle(bool on, CancellationToken ct)
    {
        var today = Format.DayOf(clock.GetUtcNow());
        if (on && PractitionerCertificate.Read(directory.Practitioner(me.PractitionerCode)?.Certificate, programme.Key)?.IsValidOn(today) is not true)
            throw new RuleBrokenException("duty-not-registered");
        var reader = me.Id;
        await db.InTransaction(async token =>
        {
            var now = clock.GetUtcNow();
            var lasting = await db.Presences.Where(p => p.AccountId == reader && p.EndedAt == null).ToListAsync(token);
            foreach (var stay in lasting.Where(p => !on || p.SeenAt <= now - Presence.Silence)) stay.End(on ? OffDuty.Silent : OffDuty.Said, now);
            if (!on) return 0;
            await db.SaveChangesAsync(token);   // what has ended makes room for what begins
            foreach (var hub in (await me.PlacesToday(token)).Except(lasting.Where(p => p.EndedAt is null).Select(p => p.HubCode)))
                db.Presences.Add(new Presence
                {
                    HubCode = hub,
                    AccountId = reader,
                    PractitionerCode = me.PractitionerCode!,
                    Since = now,
                    SeenAt = now,
                });
            return 0;
        }, ct);
        return await Read(ct);
    }

    /// <summary>An open page of the doctor's is a sign of life. Whoever is off duty stays so.</summary>
    public async Task Seen(CancellationToken ct)
    {
        var (reader, now) = (me.Id, clock.GetUtcNow());
        var (old, gone) = (now - Presence.SeenEvery, now - Presence.Silence);
        if (!await db.Presences.AnyAsync(p => p.AccountId == reader && p.EndedAt == null && p.SeenAt <= old && p.SeenAt > gone, ct)) return;
        await db.Write(any => ((HubDb)any).Presences.Where(p => p.AccountId == reader && p.EndedAt == null && p.SeenAt > gone)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.SeenAt, now), ct), ct);
    }
}
