using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;

namespace Hub.Api.Assignment;

/// <summary>The holder gives a consult back to the queue; its clock runs on.</summary>
public sealed class HandBack(HubDb db, CurrentAccount me, Outbox outbox, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapDelete("/{consultId:guid}/acceptance", (Guid consultId, long token, HandBack act, CancellationToken ct) => act.Handle(consultId, token, ct))
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(HandBack));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, long token, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        consult.HandBack(token, me.Id, clock.GetUtcNow());

        outbox.Tell(consult, ConsultWaiting.WireName, new ConsultWaiting { Because = WaitingAgain.HandedBack, At = consult.StatusSince });
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
