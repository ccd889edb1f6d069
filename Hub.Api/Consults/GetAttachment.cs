using Hub.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;

namespace Hub.Api.Consults;

/// <summary>One picture or document of a consult, once it has arrived whole.</summary>
public sealed class GetAttachment(HubDb db, CurrentAccount me, IHttpContextAccessor http)
{
    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}/attachments/{number:int}", (Guid consultId, int number, GetAttachment act, CancellationToken ct) => act.Handle(consultId, number, ct))
        .RequireAuthorization(Policies.HubReader)
        .WithName(nameof(GetAttachment));

    public async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid consultId, int number, CancellationToken ct)
    {
        if (await db.Consults.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();
        var attachment = await db.Attachments.AsNoTracking().Include(a => a.Pieces)
            .FirstOrDefaultAsync(a => EF.Property<long>(a, "ConsultRow") == consult.Id && a.Number == number && a.ArrivedAt != null, ct);
        if (attachment is null) return TypedResults.NotFound();
        // Damaged since, on the disk: a doctor must not judge by it.
        var content = attachment.Whole() ?? throw new RuleBrokenException("attachment-damaged");
        return SafeFile.Of(http.HttpContext!, content, attachment.ContentType, $"{consult.Number}-{number}.pdf");
    }
}
