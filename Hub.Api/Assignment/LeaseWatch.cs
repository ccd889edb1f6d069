using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;

namespace Hub.Api.Assignment;

/// <summary>
/// Puts consults whose holder has been silent for the length of a lease back into the queue and tells the spoke. Every replica
/// looks; the row lets one of them win.
/// </summary>
public sealed class LeaseWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<LeaseWatch> log) : Watch(TimeSpan.FromSeconds(15), clock, log)
{
    public override async Task<int> Look(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var look = scopes.CreateAsyncScope();
        var overdue = await look.ServiceProvider.GetRequiredService<HubDb>().Consults.AsNoTracking()
            .Where(c => c.Status == ConsultStatus.Accepted && c.Lease!.ExpiresAt != null && c.Lease.ExpiresAt <= now)
            .Select(c => c.Id).Take(500).ToListAsync(ct);
        var ended = 0;
        foreach (var id in overdue) ended += await End(id, now, ct);
        return ended;
    }

    private async Task<int> End(long id, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, outbox) = (scope.ServiceProvider.GetRequiredService<HubDb>(), scope.ServiceProvider.GetRequiredService<Outbox>());
        return await db.InTransaction(async token =>
        {
            // Looks again and holds the row from here on: who renewed since keeps the consult, who renews from now on finds it changed.
            // Renewing leaves the version alone, so the version by itself would not tell. Writing what stands there takes the lock; ending
            // the lease then moves the version.
            if (await db.Consults.Where(c => c.Id == id && c.Status == ConsultStatus.Accepted && c.Lease!.ExpiresAt <= now)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version), token) == 0)
                return 0;
            var consult = await db.Consults.FirstAsync(c => c.Id == id, token);
            consult.EndLease(now);
            outbox.Tell(consult, ConsultWaiting.WireName, new ConsultWaiting { Because = WaitingAgain.LeaseEnded, At = now });
            return 1;
        }, ct);
    }
}
