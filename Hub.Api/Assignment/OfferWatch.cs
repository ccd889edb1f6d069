using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shared.Contracts.Consults;

namespace Hub.Api.Assignment;

/// <summary>
/// Ends offers that lapsed or have nothing left to offer, and holds consults out to the next. Every replica looks; the row of the consult lets
/// one of them act.
/// </summary>
public sealed class OfferWatch(IServiceScopeFactory scopes, IOptions<AssignmentOptions> options, TimeProvider clock, ILogger<OfferWatch> log) : Watch(TimeSpan.FromSeconds(5), clock, log)
{
    private const int AtOnce = 200;

    /// <summary>How many offers were made.</summary>
    public override async Task<int> Look(CancellationToken ct)
    {
        await Clear(ct);
        var (now, push) = (Clock.GetUtcNow(), options.Value.Push);
        await using var look = scopes.CreateAsyncScope();
        // An emergency is looked at again and again: whoever comes on duty is offered it too.
        var due = await look.ServiceProvider.GetRequiredService<HubDb>().Consults.AsNoTracking()
            .Where(c => c.Status == ConsultStatus.Waiting && (c.Urgency == Urgency.Stat
                || (push.Contains(c.HubCode) && !c.Offers.Any(o => o.EndedAt == null && o.ExpiresAt > now))))
            .InTurn().Take(AtOnce).Select(c => new { c.Id, c.HubCode, c.Specialty, IsStat = c.Urgency == Urgency.Stat }).ToListAsync(ct);
        var made = 0;
        var full = new HashSet<(string Hub, string Specialty)>();
        foreach (var consult in due)
        {
            // When nobody has room for the first of a queue, nobody has for those behind it.
            if (!consult.IsStat && full.Contains((consult.HubCode, consult.Specialty))) continue;
            var offered = await Offer(consult.Id, ct);
            if (offered == 0 && !consult.IsStat) full.Add((consult.HubCode, consult.Specialty));
            made += offered;
        }
        return made;
    }

    private async Task Clear(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var idle = db.Offers.Where(o => o.EndedAt == null && !db.Consults.Any(c => c.Id == o.ConsultRow && c.Status == ConsultStatus.Waiting));
        if (!await idle.AnyAsync(ct)) return;
        await db.Write(_ => idle.ExecuteUpdateAsync(set => set.SetProperty(o => o.EndedAt, now).SetProperty(o => o.Ended, OfferEnd.Gone), ct), ct);
    }

    private async Task<int> Offer(long id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, offers) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<Offers>());
        return await db.InTransaction(async token =>
        {
            // Holds the row from here on: of two replicas the second sees what the first has offered.
            if (await db.Consults.Where(c => c.Id == id && c.Status == ConsultStatus.Waiting).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version), token) == 0) return 0;
            return await offers.Make(await db.Consults.FirstAsync(c => c.Id == id, token), token);
        }, ct);
    }
}
