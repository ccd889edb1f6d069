using Microsoft.AspNetCore.Http.HttpResults;
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

    public Task<CustodyReport> Read(CancellationToken ct) => CustodyReport.Read(db, link, clock, ct);
}
