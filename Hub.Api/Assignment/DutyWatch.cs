using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Assignment;

/// <summary>Ends the duty of doctors who have been silent too long. One statement, so every replica may look.</summary>
public sealed partial class DutyWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DutyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await EndSilent(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task<int> EndSilent(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var gone = now - Presence.Silence;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (!await db.Presences.AnyAsync(p => p.EndedAt == null && p.SeenAt <= gone, ct)) return 0;
        return await db.Write(any => ((HubDb)any).Presences.Where(p => p.EndedAt == null && p.SeenAt <= gone).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.EndedAt, now).SetProperty(p => p.Because, OffDuty.Silent), ct), ct);
    }

    [LoggerMessage(LogLevel.Error, "The look for silent doctors failed and is repeated.")]
    private partial void LogFailed(Exception failed);
}
