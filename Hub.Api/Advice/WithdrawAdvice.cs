using FluentValidation;
using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Advice;

/// <summary>The doctor who signed advice takes it back, by signature; the spoke checks that, tells the patient, and shows it as withdrawn.</summary>
public sealed class WithdrawAdvice(HubDb db, CurrentAccount me, Outbox outbox, SigningKeys keys, Idempotency idempotency, TimeProvider clock)
{
    public static readonly string[] Reasons = ["wrong-patient", "wrong-medicine", "new-information", "other"];

    public sealed record Command(string? Reason, string? Text = null);

    public sealed record Withdrawn(int Version, DateTimeOffset At);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Reason).Must(reason => Reasons.Contains(reason)).WithErrorCode("withdrawal-reason-missing");
            RuleFor(c => c.Text).MaximumLength(2000);
            RuleFor(c => c.Text).NotEmpty().When(c => c.Reason == "other").WithErrorCode("withdrawal-text-missing");
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/advice/{version:int}/withdrawal",
            (Guid consultId, int version, Command command, WithdrawAdvice act, CancellationToken ct) => act.Handle(consultId, version, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(WithdrawAdvice));

    public async Task<Results<Ok<Withdrawn>, NotFound>> Handle(Guid consultId, int version, Command command, CancellationToken ct)
    {
        if (await db.Consults.Include(c => c.Advice).One(consultId, await me.PlacesToday(ct), ct) is not { } consult
            || consult.Advice.FirstOrDefault(a => a.Version == version) is not { } advice)
            return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var hand = keys.For(me.PractitionerCode, DateOnly.FromDateTime(now.UtcDateTime));
        advice.MustBeOf(me.PractitionerCode);

        var document = SignedWithdrawal.Sign(new WithdrawalNote
        {
            ConsultId = consultId,
            Version = version,
            PrescriptionId = advice.PrescriptionId,
            AdviceHash = SignedAdvice.HashOf(advice.Document),
            Reason = command.Reason!,
            Text = command.Text?.Trim(),
            Signer = hand.Certificate.Practitioner,
            SignedAt = now,
        }, hand.CertificateDocument, hand.Kid, hand.Key);
        consult.Withdraw(advice, document, command.Reason!, now);

        outbox.Tell(consult, AdviceWithdrawn.WireName, new AdviceWithdrawn { AdviceVersion = version, Document = document, At = now });
        var withdrawn = new Withdrawn(version, now);
        idempotency.Remember(StatusCodes.Status200OK, withdrawn);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(withdrawn);
    }
}
