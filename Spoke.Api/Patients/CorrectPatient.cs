using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>
/// Corrects what is known of a patient: a misheard name, an age, a new phone. What stood there is kept, and so is what was sent with earlier
/// requests.
/// </summary>
public sealed class CorrectPatient(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Version">The record as it was read, from the list or the page: whoever changed it meanwhile is not overwritten.</param>
    public sealed record Command(PatientSummary Patient, int? Version);

    /// <param name="Version">What the next correction must name.</param>
    public sealed record Corrected(Guid PatientId, int Version, IReadOnlyList<string> Warnings);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Patient).NotNull().WithErrorCode("patient-missing").SetValidator(new PatientRules(clock));
            RuleFor(c => c.Version).NotNull();
        }
    }

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPut("/{patientId:guid}", (Guid patientId, Command command, CorrectPatient act, CancellationToken ct) => act.Handle(patientId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .WithName(nameof(CorrectPatient));

    public async Task<Results<Ok<Corrected>, NotFound>> Handle(Guid patientId, Command command, CancellationToken ct)
    {
        if (await db.Patients.One(patientId, await me.PlacesToday(ct), ct) is not { } patient) return TypedResults.NotFound();
        if (patient.Version != command.Version || patient.PatientId != patientId) throw new RuleBrokenException("changed-by-another");

        if (patient.Correct(command.Patient, me.Name, clock.GetUtcNow()) is { } correction) db.Corrections.Add(correction);
        var corrected = new Corrected(patient.PatientId, patient.Version, [.. PatientWarnings.Of(patient.Summary)]);
        idempotency.Remember(StatusCodes.Status200OK, corrected);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(corrected);
    }
}
