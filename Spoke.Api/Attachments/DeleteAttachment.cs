using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Spoke.Api.Data;

namespace Spoke.Api.Attachments;

/// <summary>Takes away a picture that has not been sent. What was sent stays: a doctor may have judged by it.</summary>
public sealed class DeleteAttachment(SpokeDb db, CurrentAccount me)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapDelete("/{consultId:guid}/attachments/{number:int}", (Guid consultId, int number, DeleteAttachment act, CancellationToken ct) => act.Handle(consultId, number, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(DeleteAttachment));

    public async Task<Results<NoContent, NotFound>> Handle(Guid consultId, int number, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is null) return TypedResults.NotFound();
        var these = db.Attachments.Where(a => a.ConsultId == consultId && a.Number == number);
        if (await db.Write(_ => these.Where(a => a.SentAt == null).ExecuteDeleteAsync(ct), ct) == 1) return TypedResults.NoContent();
        if (await these.AnyAsync(ct)) throw new RuleBrokenException("attachment-sent");
        return TypedResults.NotFound();
    }
}
