using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Assignment;

/// <summary>Ends the duty of doctors who have been silent too long. One statement, so every replica may look.</summary>
public sealed class DutyWatch(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DutyWatch> log) : Watch(TimeSpan.FromSeconds(30), clock, log)
{
    public override async Task<int> Look(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        var gone = now - Presence.Silence;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (!await db.Presences.AnyAsync(p => p.EndedAt == null && p.SeenAt <= gone, ct)) return 0;
        return await db.Write(any => ((HubDb)any).Presences.Where(p => p.EndedAt == null && p.SeenAt <= gone).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.EndedAt, now).SetProperty(p => p.Because, OffDuty.Silent), ct), ct);
    }
}
