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

/// <summary>
/// The patient no longer agrees (guideline rules T6, T10): what is open stops, what was answered stands and is marked, and the hub is told.
/// The patient owes no reason.
/// </summary>
public sealed class WithdrawConsent(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(string? Reason = null);

    public sealed record Withdrawn(RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Reason).MaximumLength(1000);
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/consent-withdrawal", (Guid consultId, Command command, WithdrawConsent act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(WithdrawConsent));

    public async Task<Results<Accepted<Withdrawn>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        // In one transaction with the look at the outbox: the relay must not take the row in between.
        return await db.InTransaction<Results<Accepted<Withdrawn>, NotFound>>(async token =>
        {
            if (await db.Requests.One(consultId, places, token) is not { } request) return TypedResults.NotFound();
            var now = clock.GetUtcNow();
            var rows = await db.Outbox.Where(m => m.ConsultId == consultId).ToListAsync(token);
            var hubKnows = request.HubVersion > 0 || rows.Any(m => m.Sends > 0);
            var reason = string.IsNullOrWhiteSpace(command.Reason) ? null : command.Reason.Trim();
            if (request.WithdrawConsent(neverSent: !hubKnows, reason, me.Name, now))
                db.Outbox.RemoveRange(rows);   // they have no numbers yet, so nobody will miss them
            else if (hubKnows)
                outbox.Tell(site, request, ConsentWithdrawn.WireName, new ConsentWithdrawn { Reason = reason, RecordedBy = me.Name, At = now });
            var withdrawn = new Withdrawn(request.Status);
            idempotency.Remember(StatusCodes.Status202Accepted, withdrawn);
            return TypedResults.Accepted((string?)null, withdrawn);
        }, ct);
    }
}
