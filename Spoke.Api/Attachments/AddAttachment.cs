using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Attachments;

/// <summary>
/// Adds a picture or document to a request: to a draft, to go with it; to what was sent, to go with the next information. The body is the
/// file itself, without a name, because people write patients' names into those.
/// </summary>
public sealed class AddAttachment(SpokeDb db, CurrentAccount me, TimeProvider clock)
{
    /// <summary>More than is accepted, so that who brings too much is told so in a sentence.</summary>
    public const int MaxBodyBytes = 3 * ListedAttachment.MaxBytes;

    public sealed record Added(int Number, AttachmentKind Kind, string ContentType, int Bytes, string Sha256);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/attachments", async (Guid consultId, string? kind, HttpRequest request, AddAttachment act, CancellationToken ct) =>
            await act.Handle(consultId, KindOf(kind), await Read(request.Body, ct), ct))
        .Accepts<IFormFile>("application/octet-stream", ListedAttachment.Jpeg, "image/png", ListedAttachment.Pdf)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(AddAttachment));

    public async Task<Results<Created<Added>, NotFound>> Handle(Guid consultId, AttachmentKind kind, byte[] file, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        if (await db.Requests.AsNoTracking().One(consultId, places, ct) is not { } request) return TypedResults.NotFound();
        await Check(request, ct);   // before the work of opening it
        var clean = await CleanAttachment.Of(file, ct);

        return await db.InTransaction<Results<Created<Added>, NotFound>>(async token =>
        {
            if (await db.Requests.AsNoTracking().One(consultId, places, token) is not { } now) return TypedResults.NotFound();
            var last = await Check(now, token);
            var attachment = new Attachment
            {
                ConsultId = consultId,
                Number = last + 1,
                Kind = kind,
                ContentType = clean.ContentType,
                Content = clean.Content,
                Bytes = clean.Content.Length,
                Sha256 = clean.Sha256,
                AddedBy = me.Name,
                AddedAt = clock.GetUtcNow(),
            };
            db.Attachments.Add(attachment);
            return TypedResults.Created($"/api/consults/{consultId}/attachments/{attachment.Number}",
                new Added(attachment.Number, kind, attachment.ContentType, attachment.Bytes, attachment.Sha256));
        }, ct);
    }

    /// <returns>The highest number given.</returns>
    private async Task<int> Check(ConsultRequest request, CancellationToken ct)
    {
        if (!request.TakesAttachments) throw new RuleBrokenException("attachment-too-late");
        var numbers = await db.Attachments.Where(a => a.ConsultId == request.ConsultId).Select(a => a.Number).ToListAsync(ct);
        if (numbers.Count >= ListedAttachment.MaxCount) throw new RuleBrokenException("attachment-too-many", ListedAttachment.MaxCount);
        return numbers.DefaultIfEmpty().Max();
    }

    private static AttachmentKind KindOf(string? kind) => kind switch
    {
        null or "photo" => AttachmentKind.Photo,
        "ecg" => AttachmentKind.Ecg,
        "report" => AttachmentKind.Report,
        _ => throw new RuleBrokenException("parameter-unreadable") { Status = StatusCodes.Status400BadRequest },
    };

    /// <summary>All of it; what is too large stops at the limit of the request.</summary>
    public static async Task<byte[]> Read(Stream body, CancellationToken ct)
    {
        using var file = new MemoryStream();
        await body.CopyToAsync(file, ct);
        return file.ToArray();
    }
}
