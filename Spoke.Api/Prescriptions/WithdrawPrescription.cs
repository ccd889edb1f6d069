using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;

namespace Spoke.Api.Prescriptions;

/// <summary>The treating doctor takes his own prescription back, by signature; the slip and its check say so from then on.</summary>
public sealed class WithdrawPrescription(
    SpokeDb db, CurrentAccount me, SigningKeys keys, ProgrammeKey programme, PrescribingPolicy policy, Idempotency idempotency, TimeProvider clock)
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
        .MapPost("/{consultId:guid}/own-prescription/{version:int}/withdrawal",
            (Guid consultId, int version, Command command, WithdrawPrescription act, CancellationToken ct) => act.Handle(consultId, version, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.TreatingDoctor)
        .WithName(nameof(WithdrawPrescription));

    public async Task<Results<Ok<Withdrawn>, NotFound>> Handle(Guid consultId, int version, Command command, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Prescriptions).One(consultId, await me.PlacesToday(ct), ct) is not { } request
            || request.Prescriptions.FirstOrDefault(p => p.Version == version) is not { } prescription
            || SignedPrescription.Check(prescription.Document, programme.Key, policy).Note is not { } note
            || note.Signer.PractitionerCode != me.PractitionerCode)
            return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var hand = keys.For(me.PractitionerCode, DateOnly.FromDateTime(now.UtcDateTime));
        var document = SignedWithdrawal.Sign(new WithdrawalNote
        {
            ConsultId = consultId,
            Version = version,
            PrescriptionId = prescription.PrescriptionId,
            AdviceHash = SignedAdvice.HashOf(prescription.Document),
            Reason = command.Reason!,
            Text = command.Text?.Trim(),
            Signer = hand.Certificate.Practitioner,
            SignedAt = now,
        }, hand.CertificateDocument, hand.Kid, hand.Key);
        request.TakeBack(prescription, document, command.Reason!, me.Name, now);

        var withdrawn = new Withdrawn(version, now);
        idempotency.Remember(StatusCodes.Status200OK, withdrawn);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(withdrawn);
    }
}
