using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Spoke.Api.Data;

namespace Spoke.Api.Attachments;

/// <summary>One picture or document of a request, as it is sent.</summary>
public sealed class GetAttachment(SpokeDb db, CurrentAccount me, IHttpContextAccessor http)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}/attachments/{number:int}", (Guid consultId, int number, GetAttachment act, CancellationToken ct) => act.Handle(consultId, number, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(GetAttachment));

    public async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid consultId, int number, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is null) return TypedResults.NotFound();
        return await db.Attachments.AsNoTracking().FirstOrDefaultAsync(a => a.ConsultId == consultId && a.Number == number, ct) is { } attachment
            ? SafeFile.Of(http.HttpContext!, attachment.Content, attachment.ContentType, $"{attachment.Number}.pdf")
            : TypedResults.NotFound();
    }
}
