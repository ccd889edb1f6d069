using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Paper;

/// <summary>Copies of records that were asked for at the reader's spokes: the list, and each as the file it is.</summary>
public sealed class GetCopies(SpokeDb db, CurrentAccount me)
{
    public sealed record Item(
        Guid CopyId, Guid PatientId, string Name, CopyFor AskedFor, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset DueAt, DateTimeOffset? MadeAt, string? GivenBy, DateTimeOffset? GivenAt);

    public static void Map(IEndpointRouteBuilder copies)
    {
        copies.MapGet("/", async (GetCopies act, CancellationToken ct) => TypedResults.Ok(await act.Read(ct)))
            .RequireAuthorization(Policies.Cho).WithName(nameof(GetCopies));
        copies.MapGet("/{copyId:guid}", (Guid copyId, GetCopies act, CancellationToken ct) => act.Handle(copyId, ct))
            .RequireAuthorization(Policies.Cho).WithName("GetCopy");
    }

    /// <summary>What is not given yet, soonest due first; then what was given, the last 100.</summary>
    public async Task<IReadOnlyList<Item>> Read(CancellationToken ct)
    {
        var copies = Mine(await me.PlacesToday(ct));
        return
        [
            .. await Items(copies.Where(c => c.GivenAt == null).OrderBy(c => c.DueAt)).ToListAsync(ct),
            .. await Items(copies.Where(c => c.GivenAt != null).OrderByDescending(c => c.Id).Take(100)).ToListAsync(ct),
        ];
    }

    private async Task<Results<FileStreamHttpResult, NotFound>> Handle(Guid copyId, CancellationToken ct) =>
        await One(copyId, ct) is { Document: { } document }
            ? TypedResults.File(PatientRecord.Open(document), "application/json", $"record-{copyId}.json")
            : TypedResults.NotFound();

    /// <returns>Null when there is none, or it is not the reader's.</returns>
    public async Task<RecordCopy?> One(Guid copyId, CancellationToken ct)
    {
        var spokes = await me.PlacesToday(ct);
        return await Mine(spokes).FirstOrDefaultAsync(c => c.CopyId == copyId, ct);
    }

    private IQueryable<RecordCopy> Mine(IReadOnlyList<string> spokes) => db.Copies.AsNoTracking().Where(c => spokes.Contains(c.SpokeCode));

    // Without the documents: a list of ten would be a hundred megabytes.
    private IQueryable<Item> Items(IQueryable<RecordCopy> copies) => copies.Join(db.Patients, c => c.PatientId, p => p.PatientId, (c, p) => new Item(
        c.CopyId, c.PatientId, p.Summary.Name, c.AskedFor, c.AskedBy, c.AskedAt, c.DueAt, c.MadeAt, c.GivenBy, c.GivenAt));
}
