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
public sealed partial class LeaseWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<LeaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await EndOverdue(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task<int> EndOverdue(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
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
            // Renewing leaves the version alone, so the version by itself would not tell.
            if (await db.Consults.Where(c => c.Id == id && c.Status == ConsultStatus.Accepted && c.Lease!.ExpiresAt <= now)
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), token) == 0)
                return 0;
            var consult = await db.Consults.FirstAsync(c => c.Id == id, token);
            consult.EndLease(now);
            outbox.Tell(consult, ConsultWaiting.WireName, new ConsultWaiting { Because = WaitingAgain.LeaseEnded, At = now });
            return 1;
        }, ct);
    }

    [LoggerMessage(LogLevel.Error, "The look for ended leases failed and is repeated.")]
    private partial void LogFailed(Exception failed);
}
