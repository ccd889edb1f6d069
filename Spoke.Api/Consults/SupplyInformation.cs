using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Contracts.Triage;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>The requester answers what the doctor asked, or adds something unasked while the consult is open; pictures added since go with it.</summary>
public sealed class SupplyInformation(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(string Text, Vitals? Vitals = null);

    public sealed record Supplied(Guid InformationId, RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Text).NotEmpty().WithErrorCode("answer-missing").MaximumLength(4000);
            RuleFor(c => c.Vitals!).SetValidator(new VitalsRules()).When(c => c.Vitals is not null);
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/information", (Guid consultId, Command command, SupplyInformation act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(SupplyInformation));

    public async Task<Results<Accepted<Supplied>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var vitals = command.Vitals is { TakenAt: null } untimed ? untimed with { TakenAt = now } : command.Vitals;
        var before = request.Urgency;
        var proposed = RedFlags.Assess(vitals, request.Patient?.DaysOn(Format.DayOf(now)), request.Content?.Pregnancy).Proposed;
        var supplied = request.Supply(Guid.CreateVersion7(now), command.Text.Trim(), vitals, proposed, me.Name, now);
        var attachments = await db.TakeUnsent(consultId, supplied.InformationId, now, ct);
        supplied.MessageId = outbox.Tell(site, request, InformationSupplied.WireName, new InformationSupplied
        {
            InformationId = supplied.InformationId,
            Text = supplied.Text,
            Vitals = supplied.Vitals,
            Urgency = request.Urgency > before ? request.Urgency : null,
            SuppliedBy = supplied.By,
            At = now,
            Attachments = attachments.Listed(),
        });
        outbox.TellPieces(site, request, attachments);
        var answer = new Supplied(supplied.InformationId, request.Status);
        idempotency.Remember(StatusCodes.Status202Accepted, answer);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted((string?)null, answer);
    }
}
