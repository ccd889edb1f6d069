using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>Finds patients of the reader's spokes: every word of the search must occur in name, relative, village or phone.</summary>
public sealed class FindPatients(SpokeDb db, CurrentAccount me)
{
    public const int MostTaken = 10_000;

    /// <param name="Version">What a correction of this record must name.</param>
    public sealed record Item(Guid PatientId, string SpokeCode, PatientSummary Patient, DateTimeOffset RegisteredAt, int Version);

    public sealed record Page(IReadOnlyList<Item> Items, string? Next);

    public static void Map(IEndpointRouteBuilder patients)
    {
        patients.MapGet("/", async (FindPatients act, CancellationToken ct, string? q = null, int take = 50, long after = 0) =>
                TypedResults.Ok(await act.Find(q, take, after, ct)))
            .RequireAuthorization(Policies.Cho)
            .WithName(nameof(FindPatients));
        patients.MapGet("/{patientId:guid}", (Guid patientId, FindPatients act, CancellationToken ct) => act.Handle(patientId, ct))
            .RequireAuthorization(Policies.Cho)
            .WithName("GetPatient");
    }

    /// <summary>A record that was merged answers with the way to the one it leads to.</summary>
    public async Task<Results<Ok<Item>, RedirectHttpResult, NotFound>> Handle(Guid patientId, CancellationToken ct) =>
        await One(patientId, ct) is not { } item ? TypedResults.NotFound()
        : item.PatientId != patientId ? TypedResults.LocalRedirect($"/api/patients/{item.PatientId}", permanent: false, preserveMethod: true)
        : TypedResults.Ok(item);

    /// <summary>The record, or the one it leads to since they were merged.</summary>
    public async Task<Item?> One(Guid patientId, CancellationToken ct) =>
        await db.Patients.One(patientId, await me.PlacesToday(ct), ct) is { } found ? ItemOf(found) : null;

    /// <param name="after">Row of the last item of the page before; newest come first.</param>
    public async Task<Page> Find(string? q, int take, long after, CancellationToken ct)
    {
        take = Math.Clamp(take, 1, MostTaken);
        var patients = db.Patients.Matching(await me.PlacesToday(ct), q);
        if (after > 0) patients = patients.Where(p => p.Id < after);
        var rows = await patients.AsNoTracking().Take(take + 1).ToListAsync(ct);
        return new Page([.. rows.Take(take).Select(ItemOf)], rows.Count > take ? rows[take - 1].Id.ToString(null, null) : null);
    }

    private static Item ItemOf(Patient p) => new(p.PatientId, p.SpokeCode, p.Summary, p.RegisteredAt, p.Version);
}
