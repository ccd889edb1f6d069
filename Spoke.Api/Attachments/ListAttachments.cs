using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Attachments;

/// <summary>What its page shows: the pictures of a request, without their content.</summary>
public sealed class ListAttachments(SpokeDb db, CurrentAccount me)
{
    /// <param name="DraftStep">While it is a draft: the step to go back to.</param>
    public sealed record View(bool TakesMore, bool IsAsked, string? DraftStep, IReadOnlyList<Row> Rows);

    public sealed record Row(int Number, AttachmentKind Kind, string ContentType, int Bytes, DateTimeOffset? SentAt);

    public async Task<View?> Read(Guid consultId, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is not { } request) return null;
        var rows = await db.Attachments.Where(a => a.ConsultId == consultId).OrderBy(a => a.Number)
            .Select(a => new Row(a.Number, a.Kind, a.ContentType, a.Bytes, a.SentAt)).ToListAsync(ct);
        return new(request.TakesAttachments, request.Status == RequestStatus.InformationAsked, request.Draft?.Step, rows);
    }
}
