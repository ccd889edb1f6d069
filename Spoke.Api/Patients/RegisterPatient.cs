using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>Registers somebody who comes to this spoke for the first time, once nobody like them is registered or somebody has looked.</summary>
public sealed class RegisterPatient(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="Spoke">The spoke, for who is posted at several; null means the first posting of today.</param>
    /// <param name="AnotherPerson">Nobody of those who are likely this person is.</param>
    /// <param name="AnotherBecause">How one knows that; one of <see cref="Domain.AnotherPerson.Reasons"/>.</param>
    public sealed record Command(PatientSummary Patient, string? Spoke = null, bool AnotherPerson = false, string? AnotherBecause = null);

    /// <param name="Warnings">What was taken and should be looked at: <c>abha-checksum</c>, <c>lgd-missing</c>.</param>
    public sealed record Registered(Guid PatientId, IReadOnlyList<string> Warnings);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.Patient).NotNull().WithErrorCode("patient-missing").SetValidator(new PatientRules(clock));
            RuleFor(c => c.AnotherBecause).Must(Domain.AnotherPerson.Reasons.Contains).When(c => c.AnotherPerson).WithErrorCode("another-reason-missing");
        }
    }

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPost("/", (Command command, RegisterPatient act, CancellationToken ct) => act.Handle(command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .WithName(nameof(RegisterPatient));

    public async Task<Results<Created<Registered>, ProblemHttpResult>> Handle(Command command, CancellationToken ct)
    {
        var spoke = Posted.At(command.Spoke, await me.PlacesToday(ct));
        var likely = await Likely(command, ct);
        if (likely.Count > 0 && !command.AnotherPerson) return Candidate.Refuse(likely);

        var patient = Patient.Register(command.Patient, spoke, clock.GetUtcNow(), me.Name, likely.Count > 0 ? command.AnotherBecause : null);
        db.Patients.Add(patient);
        var registered = new Registered(patient.PatientId, [.. PatientWarnings.Of(command.Patient)]);
        var location = $"/api/patients/{patient.PatientId}";
        idempotency.Remember(StatusCodes.Status201Created, registered, location);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created(location, registered);
    }

    /// <summary>Who may be this person and is registered already, at any spoke of the reader's.</summary>
    public async Task<IReadOnlyList<LikelyPatient>> Likely(Command command, CancellationToken ct) =>
        await db.Patients.Likely(command.Patient, await me.PlacesToday(ct), Format.DayOf(clock.GetUtcNow()), ct);
}
