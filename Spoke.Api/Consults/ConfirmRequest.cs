using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>A request that took more than 72 hours to the hub still stands; the doctor sees that somebody made sure. Otherwise it is cancelled.</summary>
public sealed class ConfirmRequest(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command;

    public sealed record Confirmed(RequestStatus Status);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/confirmation", (Guid consultId, Command _, ConfirmRequest act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(ConfirmRequest));

    public async Task<Results<Accepted<Confirmed>, NotFound>> Handle(Guid consultId, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();
        var now = clock.GetUtcNow();
        if (request.Confirm(me.Name, now))
            outbox.Tell(site, request, ConsultConfirmed.WireName, new ConsultConfirmed { ConfirmedBy = me.Name, At = now });
        var confirmed = new Confirmed(request.Status);
        idempotency.Remember(StatusCodes.Status202Accepted, confirmed);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, confirmed);
    }
}
