using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Hosting.Identity;

namespace Hub.Api.Assignment;

/// <summary>The open page says that its reader is still there, so the lease starts again.</summary>
public sealed class RenewLease(HubDb db, CurrentAccount me, GoOnDuty duty, TimeProvider clock)
{
    public sealed record Renewed(DateTimeOffset? ExpiresAt);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPut("/{consultId:guid}/acceptance", (Guid consultId, long token, RenewLease act, CancellationToken ct) => act.Handle(consultId, token, ct))
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(RenewLease));

    public async Task<Results<Ok<Renewed>, NotFound>> Handle(Guid consultId, long token, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var lease = consult.Renew(token, me.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await duty.Seen(ct);
        return TypedResults.Ok(new Renewed(lease.ExpiresAt));
    }
}
