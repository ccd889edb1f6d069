using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Spoke.Api.Data;

namespace Spoke.Api.Paper;

/// <summary>The copy is in the hands of whoever asked for it.</summary>
public sealed class GiveCopy(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder copies) => copies
        .MapPost("/{copyId:guid}/given", (Guid copyId, GiveCopy act, CancellationToken ct) => act.Handle(copyId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(GiveCopy));

    public async Task<Results<NoContent, NotFound>> Handle(Guid copyId, CancellationToken ct)
    {
        var spokes = await me.PlacesToday(ct);
        if (await db.Copies.FirstOrDefaultAsync(c => c.CopyId == copyId && spokes.Contains(c.SpokeCode), ct) is not { } copy) return TypedResults.NotFound();
        copy.Give(me.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
