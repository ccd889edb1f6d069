using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>
/// Closes what was read 30 days ago and never got an outcome, as "outcome not known": counted as such, not forgotten. Advice that
/// nobody has read is not closed by time.
/// </summary>
public sealed partial class CloseUnknown(IServiceScopeFactory scopes, SiteAddress site, TimeProvider clock, ILogger<CloseUnknown> log) : BackgroundService
{
    public static readonly TimeSpan After = TimeSpan.FromDays(30);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await CloseOverdue(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task<int> CloseOverdue(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - After;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        return await db.InTransaction(async token =>
        {
            var overdue = await db.Requests.Where(r => r.Status == RequestStatus.Acknowledged && r.StatusSince < before).Take(500).ToListAsync(token);
            foreach (var request in overdue)
            {
                request.CloseUnknown(site.Value, now);
                outbox.Tell(site, request, OutcomeRecorded.WireName, new OutcomeRecorded { Code = Outcome.NotKnown, RecordedBy = site.Value, At = now });
            }
            return overdue.Count;
        }, ct);
    }

    [LoggerMessage(LogLevel.Error, "The look for consults without an outcome failed and is repeated in an hour.")]
    private partial void LogFailed(Exception failed);
}
