using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

public static class AttachmentMail
{
    /// <summary>What was added and not sent yet goes with the message of this transaction: marked here, listed in the message.</summary>
    public static async Task<List<Attachment>> TakeUnsent(this SpokeDb db, Guid consultId, Guid? informationId, DateTimeOffset now, CancellationToken ct)
    {
        var unsent = await db.Attachments.Where(a => a.ConsultId == consultId && a.SentAt == null).OrderBy(a => a.Number).ToListAsync(ct);
        foreach (var attachment in unsent) (attachment.SentAt, attachment.InformationId) = (now, informationId);
        return unsent;
    }

    /// <summary>Null when there are none, as the message wants it.</summary>
    public static IReadOnlyList<ListedAttachment>? Listed(this List<Attachment> attachments) => attachments.Count == 0 ? null :
    [
        .. attachments.Select(a => new ListedAttachment { Number = a.Number, Kind = a.Kind, ContentType = a.ContentType, Bytes = a.Bytes, Sha256 = a.Sha256 }),
    ];

    /// <summary>The pieces, each a message of its own that is sent until its receipt comes: so a picture goes on where it stopped.</summary>
    public static void TellPieces(this Outbox outbox, SiteAddress site, ConsultRequest request, List<Attachment> attachments)
    {
        if (request.IsPractice) return;
        foreach (var attachment in attachments)
        {
            var letter = new Letter(site.Value, Wire.Hub(request.HubCode), request.ConsultId, request.HubHop, request.Version, MessagePriority.Attachment,
                Whole: Guid.CreateVersion7(attachment.AddedAt));
            for (var offset = 0; offset < attachment.Bytes; offset += AttachmentChunk.UsualBytes)
                outbox.Send(letter, AttachmentChunk.WireName, new AttachmentChunk
                {
                    Number = attachment.Number,
                    Offset = offset,
                    Data = attachment.Content[offset..Math.Min(offset + AttachmentChunk.UsualBytes, attachment.Bytes)],
                });
        }
    }
}
