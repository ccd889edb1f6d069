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

/// <summary>Records that the patient was told the advice, or that a try did not reach anybody.</summary>
public sealed class TellPatient(SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="At">When; null means now.</param>
    public sealed record Command(HowTold? How, DateTimeOffset? At = null);

    public sealed record Told(RequestStatus Status, HowTold How);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            RuleFor(c => c.How).NotNull().WithErrorCode("how-told-missing");
            RuleFor(c => c.At).Must(at => at <= clock.GetUtcNow().AddMinutes(10)).When(c => c.At is not null).WithErrorCode("time-in-future");
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/patient-told", (Guid consultId, Command command, TellPatient act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(TellPatient));

    public async Task<Results<Ok<Told>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Requests.One(consultId, await me.PlacesToday(ct), ct) is not { } request) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var (how, at) = (command.How!.Value, command.At ?? now);
        request.Tell(how, at, me.Name, now);
        outbox.Tell(site, request, PatientTold.WireName, new PatientTold { How = how, At = at, ToldBy = me.Name });
        var told = new Told(request.Status, how);
        idempotency.Remember(StatusCodes.Status200OK, told);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(told);
    }
}
