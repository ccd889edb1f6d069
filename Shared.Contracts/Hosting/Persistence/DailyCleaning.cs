using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Messaging;

namespace Shared.Hosting.Persistence;

/// <summary>
/// Once a day, what nobody will ask for again is removed: answers, and the bytes of messages whose receivers took custody. What is open
/// stays however old it is, and inbox keys stay for ever.
/// </summary>
internal sealed partial class DailyCleaning(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DailyCleaning> log) : BackgroundService
{
    /// <summary>So long a receiver that was restored may ask for what it had received before.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Nobody waits for the turn to write longer than one statement of this size takes.
    private const int AtOnce = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                await Clean(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);   // tomorrow is early enough
            }
        } while (await daily.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task<(int Answers, int Messages)> Clean(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var oldest = clock.GetUtcNow() - Kept;
        return (
            await InParts(db, db.RememberedAnswers.Where(answer => answer.At < oldest).Select(answer => answer.Id),
                ids => db.RememberedAnswers.Where(answer => ids.Contains(answer.Id)), ct),
            await InParts(db, db.Outbox.Where(row => row.State != OutboxState.Open && row.ClosedAt < oldest).Select(row => row.Id),
                ids => db.Outbox.Where(row => ids.Contains(row.Id) && row.State != OutboxState.Open), ct));
    }

    private static async Task<int> InParts<T>(ServiceDb db, IQueryable<long> old, Func<IReadOnlyList<long>, IQueryable<T>> rows, CancellationToken ct)
    {
        var removed = 0;
        while (await old.OrderBy(id => id).Take(AtOnce).ToListAsync(ct) is { Count: > 0 } ids)
            removed += await db.Write(_ => rows(ids).ExecuteDeleteAsync(ct), ct);
        return removed;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is old was not removed today: {Fault}")]
    private partial void LogFailed(string fault);
}
