using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;

namespace Hub.Api.Assignment;

/// <summary>A doctor takes responsibility for a waiting consult, for as long as the lease lasts.</summary>
public sealed class AcceptConsult(HubDb db, CurrentAccount me, Outbox outbox, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Token">Carried by every write on the held consult; an old one is refused.</param>
    public sealed record Held(string Token, DateTimeOffset ExpiresAt);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/acceptance", (Guid consultId, AcceptConsult act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(AcceptConsult));

    public async Task<Results<Ok<Held>, NotFound>> Handle(Guid consultId, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var lease = consult.Accept(me.Id, me.Name, clock.GetUtcNow());
        foreach (var offer in await db.Offers.Where(o => o.ConsultRow == consult.Id && o.EndedAt == null).ToListAsync(ct))
            offer.End(offer.PractitionerCode == me.PractitionerCode ? OfferEnd.Accepted : OfferEnd.Gone, clock.GetUtcNow());

        outbox.Tell(consult, ConsultAccepted.WireName, new ConsultAccepted { PractitionerName = lease.HolderName, At = consult.StatusSince });
        var held = new Held(lease.Token.ToString(null, null), lease.ExpiresAt!.Value);
        idempotency.Remember(StatusCodes.Status200OK, held);
        await db.SaveChangesAsync(ct);   // the state change and the message commit together, or neither does
        return TypedResults.Ok(held);
    }
}
