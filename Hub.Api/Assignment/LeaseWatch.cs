using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;

namespace Hub.Api.Assignment;

/// <summary>
/// Puts consults whose holder has been silent for the length of a lease back into the queue and tells the spoke. Every replica
/// looks; the consult's version lets one of them win.
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
        foreach (var id in overdue)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<HubDb>();
            var consult = await db.Consults.FirstAsync(c => c.Id == id, ct);
            if (!consult.EndLease(now)) continue;
            scope.ServiceProvider.GetRequiredService<Outbox>().Tell(consult, ConsultWaiting.WireName,
                new ConsultWaiting { Because = WaitingAgain.LeaseEnded, At = now });
            try
            {
                await db.SaveChangesAsync(ct);
                ended++;
            }
            catch (DbUpdateConcurrencyException)
            {
                LogFaster(consult.ConsultId);
            }
        }
        return ended;
    }

    [LoggerMessage(LogLevel.Error, "The look for ended leases failed and is repeated.")]
    private partial void LogFailed(Exception failed);

    [LoggerMessage(LogLevel.Debug, "Consult {ConsultId} changed while its lease was ending.")]
    private partial void LogFaster(Guid consultId);
}
