using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;

namespace Spoke.Api.Connection;

/// <summary>Link up or down, what waits to be sent and since when.</summary>
public sealed class GetConnection(SpokeDb db, Link link, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/connection", (GetConnection act, CancellationToken ct) => act.Handle(ct))
        .RequireAuthorization(Policies.SpokeStaff)
        .WithName(nameof(GetConnection));

    public async Task<Ok<CustodyReport>> Handle(CancellationToken ct) => TypedResults.Ok(await Read(ct));

    /// <summary>What the header of every page shows: the link, and how many messages wait for a receipt.</summary>
    public async Task<(bool IsUp, int Waiting)> Glance(CancellationToken ct) =>
        (link.Now.IsUp, await db.Outbox.CountAsync(m => m.State == OutboxState.Open, ct));

    public Task<CustodyReport> Read(CancellationToken ct) => CustodyReport.Read(db, link, clock, ct);
}
