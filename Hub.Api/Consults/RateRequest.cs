using FluentValidation;
using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Consults;

/// <summary>One tap of the doctor who holds or has answered a consult: was the request good enough? It goes back to who asked.</summary>
public sealed class RateRequest(HubDb db, CurrentAccount me, Outbox outbox, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(RequestRating? Rating);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Rating).NotNull().WithErrorCode("rating-missing");
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/rating", (Guid consultId, Command command, RateRequest act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(RateRequest));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        consult.Rate(command.Rating!.Value, me.Id, me.Name, now);
        outbox.Tell(consult, RequestRated.WireName, new RequestRated { Rating = command.Rating.Value, RatedBy = me.Name, At = now });
        idempotency.Remember(StatusCodes.Status204NoContent, null);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
