using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>Records what became of the patient, and closes the consult at both ends.</summary>
public sealed class RecordOutcome(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(Outcome? Code, string? Text = null);

    public sealed record Recorded(RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Code).NotNull().WithErrorCode("outcome-missing");
            RuleFor(c => c.Text).MaximumLength(2000);
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/outcome", (Guid consultId, Command command, RecordOutcome act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(RecordOutcome));

    public async Task<Results<Ok<Recorded>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        request.Close(command.Code!.Value, command.Text?.Trim(), me.Name, now);
        outbox.Tell(site, request, OutcomeRecorded.WireName,
            new OutcomeRecorded { Code = command.Code.Value, Text = command.Text?.Trim(), RecordedBy = me.Name, At = now });
        var recorded = new Recorded(request.Status);
        idempotency.Remember(StatusCodes.Status200OK, recorded);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(recorded);
    }
}
