using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Spoke.Api.Data;

namespace Spoke.Api.Patients;

/// <summary>
/// Two records are one person: the one in the address survives, the other leads to it. Requests, drafts and what was written stay where
/// they are and are shown together; <see cref="SeparatePatients"/> undoes it.
/// </summary>
public sealed class MergePatients(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    /// <param name="With">The record that leads to this one from now on.</param>
    public sealed record Command(Guid With);

    public sealed record Merged(Guid PatientId, Guid MergedId);

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPost("/{patientId:guid}/merge", (Guid patientId, Command command, MergePatients act, CancellationToken ct) => act.Handle(patientId, command, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(MergePatients));

    public async Task<Results<Ok<Merged>, NotFound>> Handle(Guid patientId, Command command, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        return await db.InTransaction<Results<Ok<Merged>, NotFound>>(async token =>
        {
            // Each stands for whatever it was merged into before.
            if (await db.Patients.One(patientId, places, token) is not { } survivor || await db.Patients.One(command.With, places, token) is not { } other)
                return TypedResults.NotFound();
            var merged = new Merged(survivor.PatientId, other.PatientId);
            if (survivor == other && patientId != command.With) return TypedResults.Ok(merged with { MergedId = command.With });   // they are one already
            var behind = await db.Patients.Where(p => p.SurvivorId == other.PatientId).ToListAsync(token);
            db.Merges.Add(survivor.Merge(other, behind, me.Name, clock.GetUtcNow()));
            idempotency.Remember(StatusCodes.Status200OK, merged);
            return TypedResults.Ok(merged);
        }, ct);
    }
}
