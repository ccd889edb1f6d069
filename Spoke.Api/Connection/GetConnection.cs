using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;

namespace Spoke.Api.Connection;

/// <summary>Link up or down, what waits to be sent and since when.</summary>
public sealed class GetConnection(SpokeDb db, Link link, SmsOptions sms, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/connection", (GetConnection act, CancellationToken ct) => act.Handle(ct))
        .RequireAuthorization(Policies.SpokeStaff)
        .WithName(nameof(GetConnection));

    public async Task<Ok<CustodyReport>> Handle(CancellationToken ct) => TypedResults.Ok(await Read(ct));

    /// <summary>What the header of every page shows: the link, and how many things wait for a receipt; a picture is one.</summary>
    public async Task<(bool IsUp, int Waiting)> Glance(CancellationToken ct) =>
        (link.Now.IsUp, await CustodyReport.Things(db).CountAsync(ct));

    /// <param name="Waiting">Owed and not handed over.</param>
    /// <param name="Dropped">No news any more before it could be handed over.</param>
    public sealed record TextMessages(int Sent, int Waiting, int Dropped);

    /// <summary>Text messages to patients of the last seven days, as figures only; null where the site sends none.</summary>
    public async Task<TextMessages?> ReadTextMessages(CancellationToken ct)
    {
        if (!sms.IsOn) return null;
        var since = clock.GetUtcNow() - TimeSpan.FromDays(7);
        var recent = db.TextMessages.Where(t => t.CreatedAt >= since);
        return new(
            await recent.CountAsync(t => t.SentAt != null, ct),
            await db.TextMessages.CountAsync(t => t.SentAt == null && t.DroppedAt == null, ct),
            await recent.CountAsync(t => t.DroppedAt != null, ct));
    }

    public Task<CustodyReport> Read(CancellationToken ct) => CustodyReport.Read(db, link, clock, ct);
}
