using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Consults;

/// <summary>The holder sends a consult back: it cannot be answered remotely (guideline rule T9), or not as it was asked.</summary>
public sealed class ReturnConsult(HubDb db, CurrentAccount me, Outbox outbox, Idempotency idempotency, TimeProvider clock)
{
    /// <summary>Why a consult is returned.</summary>
    public static readonly string[] Reasons = ["needs-in-person", "incomplete", "wrong-specialty", "other"];

    public sealed record Command(string Token, string Reason, string? Text);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(r => Reasons.Contains(r)).WithErrorCode("return-reason-unknown");
            RuleFor(c => c.Text).NotEmpty().When(c => c.Reason is "incomplete" or "other").WithErrorCode("return-text-missing");
            RuleFor(c => c.Text).MaximumLength(4000);
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/return", (Guid consultId, Command command, ReturnConsult act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(ReturnConsult));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Consults.One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        consult.Return(HolderToken.Parse(command.Token), me.Id, command.Reason, now);

        outbox.Tell(consult, ConsultReturned.WireName, new ConsultReturned { Reason = command.Reason, Text = command.Text?.Trim(), ReturnedBy = me.Name, At = now });
        idempotency.Remember(StatusCodes.Status204NoContent, null);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
