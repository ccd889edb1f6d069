using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;

namespace Hub.Api.Operations;

/// <summary>What custody looks like from here: the link, what is open and since when, gaps, and what was put aside.</summary>
public sealed class GetOperations(HubDb db, Link link, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/operations/custody", (GetOperations act, CancellationToken ct) => act.Handle(ct))
        .RequireAuthorization(Policies.Ops)
        .WithName(nameof(GetOperations));

    public async Task<Ok<CustodyReport>> Handle(CancellationToken ct) => TypedResults.Ok(await Read(ct));

    public Task<CustodyReport> Read(CancellationToken ct) => CustodyReport.Read(db, link, clock, ct);
}
