using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;

namespace Hub.Api.Assignment;

/// <summary>What the nodal officer is told of: consults that nobody takes. Who sees to one says so, and the others read who.</summary>
public sealed class SeeAlerts(HubDb db, CurrentAccount me, TimeProvider clock)
{
    private const int MostSeen = 50;

    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").RequireAuthorization(Policies.Nodal);
        alerts.MapGet("", async (SeeAlerts act, CancellationToken ct) => TypedResults.Ok(await act.Read(ct))).WithName("GetAlerts");
        alerts.MapPut("/{alertId:int}/seen", (int alertId, SeeAlerts act, CancellationToken ct) => act.Handle(alertId, ct)).WithName(nameof(SeeAlerts));
    }

    /// <summary>Those nobody has seen to, the oldest first; then the latest of the others.</summary>
    public async Task<IReadOnlyList<Alert>> Read(CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        var mine = db.Alerts.AsNoTracking().Where(a => hubs.Contains(a.HubCode));
        return [.. await mine.Where(a => a.SeenAt == null).OrderBy(a => a.Id).ToListAsync(ct), .. await mine.Where(a => a.SeenAt != null).OrderByDescending(a => a.SeenAt).Take(MostSeen).ToListAsync(ct)];
    }

    public async Task<int> Count(CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        return await db.Alerts.CountAsync(a => hubs.Contains(a.HubCode) && a.SeenAt == null, ct);
    }

    public async Task<Results<NoContent, NotFound>> Handle(long id, CancellationToken ct)
    {
        var hubs = await me.PlacesToday(ct);
        if (await db.Alerts.FirstOrDefaultAsync(a => a.Id == id && hubs.Contains(a.HubCode), ct) is not { } alert) return TypedResults.NotFound();
        alert.See(me.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
