using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>The requester has read the advice.</summary>
public sealed class AcknowledgeAdvice(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command;

    public sealed record Read(RequestStatus Status);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/acknowledgement", (Guid consultId, Command _, AcknowledgeAdvice act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(AcknowledgeAdvice));

    public async Task<Results<Ok<Read>, NotFound>> Handle(Guid consultId, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();
        if (request.Status != RequestStatus.Acknowledged)
        {
            var now = clock.GetUtcNow();
            request.Acknowledge(me.Name, now);
            outbox.Tell(site, request, AdviceAcknowledged.WireName, new AdviceAcknowledged { AdviceVersion = request.AdviceVersion, ReadBy = me.Name, At = now });
        }
        var read = new Read(request.Status);
        idempotency.Remember(StatusCodes.Status200OK, read);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(read);
    }
}
