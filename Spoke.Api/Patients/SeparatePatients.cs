using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;

namespace Spoke.Api.Patients;

/// <summary>Two records were merged and are two people after all: the merged one, whose id is in the address, stands for itself again.</summary>
public sealed class SeparatePatients(SpokeDb db, CurrentAccount me, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command;

    /// <param name="From">The record that it led to.</param>
    public sealed record Separated(Guid PatientId, Guid From);

    public static void Map(IEndpointRouteBuilder patients) => patients
        .MapPost("/{patientId:guid}/separation", (Guid patientId, Command _, SeparatePatients act, CancellationToken ct) => act.Handle(patientId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(SeparatePatients));

    public async Task<Results<Ok<Separated>, NotFound>> Handle(Guid patientId, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        return await db.InTransaction<Results<Ok<Separated>, NotFound>>(async token =>
        {
            if (await db.Patients.FirstOrDefaultAsync(p => p.PatientId == patientId && places.Contains(p.SpokeCode), token) is not { } record) return TypedResults.NotFound();
            if (await db.Merges.FirstOrDefaultAsync(m => m.MergedId == patientId && m.SeparatedAt == null, token) is not { } merge)
                throw new RuleBrokenException("patient-not-merged");

            var records = await db.Patients.LeadingTo(record.SurvivorId!.Value).ToListAsync(token);
            var ids = records.Select(r => r.PatientId).ToArray();
            var standing = await db.Merges.Where(m => m.SeparatedAt == null && ids.Contains(m.MergedId)).ToListAsync(token);
            merge.Separate(records, standing, me.Name, clock.GetUtcNow());
            var separated = new Separated(patientId, merge.SurvivorId);
            idempotency.Remember(StatusCodes.Status200OK, separated);
            return TypedResults.Ok(separated);
        }, ct);
    }
}
