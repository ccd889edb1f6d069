using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;

namespace Hub.Api.Assignment;

/// <summary>
/// Promises anew what was not kept, and what doctors who came or went have changed, so that nobody waits unaware. Every replica looks; the
/// row lets one of them speak.
/// </summary>
public sealed class PromiseWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PromiseWatch> log) : Watch(TimeSpan.FromSeconds(15), clock, log)
{
    private const int AtOnce = 500;

    /// <summary>How many were promised anew.</summary>
    public override async Task<int> Look(CancellationToken ct)
    {
        var due = await Due(ct);
        var said = 0;
        foreach (var (id, promises) in due) said += await Say(id, promises, ct);
        return said;
    }

    private async Task<IReadOnlyList<(long Id, int Promises)>> Due(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var promises = scope.ServiceProvider.GetRequiredService<Promises>();

        // Missed, or of before promises were made.
        var due = await db.Consults.AsNoTracking()
            .Where(c => (c.Status == ConsultStatus.Waiting || c.Status == ConsultStatus.Accepted || c.Status == ConsultStatus.InformationAsked)
                && (c.PromisedBy <= now || c.PromisedAt == null))
            .OrderBy(c => c.Id).Take(AtOnce).Select(c => new { c.Id, c.Promises }).ToListAsync(ct);

        // Said that nobody is there while somebody is, or the other way round.
        var kinds = await db.Consults.AsNoTracking().Where(c => c.Status == ConsultStatus.Waiting && c.PromisedAt != null)
            .GroupBy(c => new { c.HubCode, c.Specialty, IsStat = c.Urgency == Urgency.Stat, c.NobodyOnDuty }).Select(k => k.Key).ToListAsync(ct);
        foreach (var kind in kinds)
        {
            var nobody = await promises.OnDuty(kind.HubCode, kind.Specialty, kind.IsStat ? Urgency.Stat : Urgency.Routine, ct) == 0;
            if (nobody == kind.NobodyOnDuty) continue;
            due.AddRange(await db.Consults.AsNoTracking()
                .Where(c => c.HubCode == kind.HubCode && c.Specialty == kind.Specialty && c.Status == ConsultStatus.Waiting && c.NobodyOnDuty != nobody
                    && (c.Urgency == Urgency.Stat) == kind.IsStat)
                .OrderBy(c => c.Id).Take(AtOnce).Select(c => new { c.Id, c.Promises }).ToListAsync(ct));
        }
        return [.. due.DistinctBy(c => c.Id).Select(c => (c.Id, c.Promises))];
    }

    private async Task<int> Say(long id, int promises, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, make) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<Promises>());
        return await db.InTransaction(async token =>
        {
            // Holds the row from here on, unless another has spoken since.
            if (await db.Consults.Where(c => c.Id == id && c.Promises == promises).ExecuteUpdateAsync(set => set.SetProperty(c => c.Promises, c => c.Promises), token) == 0) return 0;
            var consult = await db.Consults.FirstAsync(c => c.Id == id, token);
            if (!consult.IsOpen) return 0;
            await make.Make(consult, token);
            return 1;
        }, ct);
    }
}
