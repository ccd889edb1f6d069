using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Paper;

/// <summary>Notes that a patient asks for a copy of the record. It is made in a moment, and due in 72 hours.</summary>
public sealed class AskForCopy(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command(CopyFor? AskedFor);

    public sealed record Asked(Guid CopyId, DateTimeOffset DueAt);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.AskedFor).NotNull().WithErrorCode("copy-for-missing");
    }

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPost("/{patientId:guid}/copies", (Guid patientId, Command command, AskForCopy act, CancellationToken ct) => act.Handle(patientId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(AskForCopy));

    public async Task<Results<Accepted<Asked>, NotFound>> Handle(Guid patientId, Command command, CancellationToken ct)
    {
        if (await Find(patientId, ct) is not { } patient) return TypedResults.NotFound();

        var copy = RecordCopy.Ask(patientId, patient.SpokeCode, command.AskedFor!.Value, me.Name, clock.GetUtcNow());
        db.Copies.Add(copy);
        var (asked, location) = (new Asked(copy.CopyId, copy.DueAt), $"/api/copies/{copy.CopyId}");
        idempotency.Remember(StatusCodes.Status202Accepted, asked, location);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted(location, asked);
    }

    /// <returns>Null when there is none, or it is not the reader's.</returns>
    public async Task<Patient?> Find(Guid patientId, CancellationToken ct)
    {
        var spokes = await me.PlacesToday(ct);
        return await db.Patients.AsNoTracking().FirstOrDefaultAsync(p => p.PatientId == patientId && spokes.Contains(p.SpokeCode), ct);
    }
}
