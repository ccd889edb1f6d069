using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>Takes a request back; no reason is needed (guideline rule T10). What the hub has heard of, the hub decides.</summary>
public sealed class CancelConsult(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(string? Reason = null);

    public sealed record Taken(RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).MaximumLength(1000);
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/cancellation", (Guid consultId, Command command, CancelConsult act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(CancelConsult));

    public async Task<Results<Accepted<Taken>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        // In one transaction with the look at the outbox: the relay must not take the row in between.
        return await db.InTransaction<Results<Accepted<Taken>, NotFound>>(async token =>
        {
            if (await db.Requests.One(consultId, places, token) is not { } request) return TypedResults.NotFound();
            var now = clock.GetUtcNow();
            var unsent = await db.Outbox.Where(m => m.ConsultId == consultId).ToListAsync(token);
            var neverSent = unsent.All(m => m.Sends == 0);
            if (request.Cancel(neverSent, me.Name, now))
                db.Outbox.RemoveRange(unsent);   // it has no number yet, so nobody will miss it
            else
                outbox.Tell(site, request, CancellationRequested.WireName, new CancellationRequested { Reason = command.Reason, RequestedBy = me.Name, At = now });
            var taken = new Taken(request.Status);
            idempotency.Remember(StatusCodes.Status202Accepted, taken);
            return TypedResults.Accepted((string?)null, taken);
        }, ct);
    }
}
