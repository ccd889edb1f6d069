using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>
/// Records what the patient was given of each medicine line of the advice in force, all lines or some; the doctor sees it. A line may be
/// recorded again, as when the rest has come.
/// </summary>
public sealed class DispenseMedicines(
    SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, ProgrammeKey programme, PrescribingPolicy policy, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="AdviceVersion">The advice whose lines are meant: another one may have come meanwhile.</param>
    public sealed record Command(int AdviceVersion, IReadOnlyList<Line> Lines);

    /// <param name="Number">Place of the line in the advice, from 1.</param>
    /// <param name="Quantity">How much, where it was given partly and somebody counted.</param>
    public sealed record Line(int Number, DispenseResult? Result, decimal? Quantity = null);

    public sealed record Recorded(RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Lines).Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("dispensed-missing").Must(lines => lines.Count <= Dispensed.MostLines && lines.DistinctBy(l => l.Number).Count() == lines.Count)
                .WithErrorCode("dispensed-twice");
            RuleForEach(c => c.Lines).ChildRules(line =>
            {
                line.RuleFor(l => l.Result).NotNull().WithErrorCode("dispensed-missing");
                line.RuleFor(l => l.Quantity).InclusiveBetween(0, 10_000).WithErrorCode("quantity-impossible");
                line.RuleFor(l => l.Quantity).Null().When(l => l.Result is not DispenseResult.Partly).WithErrorCode("quantity-only-partly");
            });
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/dispensing", (Guid consultId, Command command, DispenseMedicines act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(DispenseMedicines));

    public async Task<Results<Ok<Recorded>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Advice).Include(r => r.Dispensed).AsSplitQuery().One(consultId, await me.PlacesToday(ct), ct) is not { } request)
            return TypedResults.NotFound();
        if (request.AdviceVersion == 0) throw new RuleBrokenException("nothing-to-dispense");
        if (command.AdviceVersion != request.AdviceVersion) throw new RuleBrokenException("advice-replaced");

        var (note, _, _) = SignedAdvice.Check(request.Advice.Single(a => a.Version == request.AdviceVersion).Document, programme.Key, policy);
        if (note is null || command.Lines.Any(l => l.Number < 1 || l.Number > note.Medicines.Count)) throw new RuleBrokenException("nothing-to-dispense");

        var now = clock.GetUtcNow();
        DispensedLine[] lines = [.. command.Lines.OrderBy(l => l.Number)
            .Select(l => new DispensedLine { Line = l.Number, Medicine = note.Medicines[l.Number - 1].Name, Result = l.Result!.Value, Quantity = l.Quantity })];
        request.Dispense(lines, me.Name, now);
        outbox.Tell(site, request, Dispensed.WireName, new Dispensed { AdviceVersion = request.AdviceVersion, Lines = lines, DispensedBy = me.Name, At = now });
        var recorded = new Recorded(request.Status);
        idempotency.Remember(StatusCodes.Status200OK, recorded);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(recorded);
    }
}
