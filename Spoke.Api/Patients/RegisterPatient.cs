using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>Registers somebody who comes to this spoke for the first time.</summary>
public sealed class RegisterPatient(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Spoke">The spoke, for who is posted at several; null means the first posting of today.</param>
    public sealed record Command(PatientSummary Patient, string? Spoke = null);

    public sealed record Registered(Guid PatientId);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock) => RuleFor(c => c.Patient).NotNull().WithErrorCode("patient-missing").SetValidator(new PatientRules(clock));
    }

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPost("/", (Command command, RegisterPatient act, CancellationToken ct) => act.Handle(command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(RegisterPatient));

    public async Task<Created<Registered>> Handle(Command command, CancellationToken ct)
    {
        var spoke = Posted.At(command.Spoke, await me.PlacesToday(ct));
        var patient = Patient.Register(command.Patient, spoke, clock.GetUtcNow());
        db.Patients.Add(patient);
        var registered = new Registered(patient.PatientId);
        var location = $"/api/patients/{patient.PatientId}";
        idempotency.Remember(StatusCodes.Status201Created, registered, location);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(location, registered);
    }
}
