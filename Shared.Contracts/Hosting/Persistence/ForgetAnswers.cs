using Microsoft.EntityFrameworkCore;

namespace Shared.Hosting.Persistence;

/// <summary>Once a day, answers that nobody will ask for again are removed.</summary>
internal sealed partial class ForgetAnswers(
    IServiceScopeFactory scopes, Writes writes, TimeProvider clock, ILogger<ForgetAnswers> log) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                await Forget(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);   // tomorrow is early enough
            }
        } while (await daily.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task<int> Forget(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var oldest = clock.GetUtcNow() - Kept;
        using (await writes.Enter(ct))
            return await db.RememberedAnswers.Where(answer => answer.At < oldest).ExecuteDeleteAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old answers were not removed today: {Fault}")]
    private partial void LogFailed(string fault);
}
