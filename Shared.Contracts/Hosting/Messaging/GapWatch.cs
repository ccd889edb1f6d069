using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>
/// Looks every minute whether numbers that seemed missing have come, and reports those that have not after ten minutes:
/// then a sender's row was lost outside custody, or somebody removed it.
/// </summary>
internal sealed partial class GapWatch(
    IServiceScopeFactory scopes, MessagingOptions options, TimeProvider clock, ILogger<GapWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
    }

    internal async Task Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        if (!await db.Peers.AnyAsync(p => p.SeenWithoutGap < p.HighestSeen, ct)) return;
        await db.InTransaction(async token =>
        {
            foreach (var peer in await db.Peers.Where(p => p.SeenWithoutGap < p.HighestSeen).ToListAsync(token))
            {
                var numbers = await db.Inbox
                    .Where(m => m.Sender == peer.Address && m.Receiver == peer.Own && m.Epoch == peer.SenderEpoch && m.Number > peer.SeenWithoutGap)
                    .OrderBy(m => m.Number).Select(m => m.Number!.Value).ToListAsync(token);
                foreach (var number in numbers.TakeWhile(n => n == peer.SeenWithoutGap + 1)) peer.SeenWithoutGap = number;
                if (peer.SeenWithoutGap == peer.HighestSeen) peer.GapSince = null;
                else if (clock.GetUtcNow() - peer.GapSince > options.GapReported) LogGap(peer.Address, peer.Own, peer.SeenWithoutGap + 1);
            }
            return 0;
        }, ct);
    }

    [LoggerMessage(LogLevel.Error, "From {Sender} to {Own}: message number {Number} is missing.")]
    private partial void LogGap(string sender, string own, long number);

    [LoggerMessage(LogLevel.Error, "The look for gaps failed and is repeated in a minute.")]
    private partial void LogFailed(Exception failed);
}
