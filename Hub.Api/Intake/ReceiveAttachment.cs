using System.Security.Cryptography;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;

namespace Hub.Api.Intake;

/// <summary>Keeps a piece of a picture or document, and puts the whole together when the last piece is here, whichever that is.</summary>
/// <remarks>A piece that overtakes the text that announces it is parked until that comes.</remarks>
public sealed class ReceiveAttachment(HubDb db, Outbox outbox, TimeProvider clock) : IReceive<AttachmentChunk>
{
    public async Task<Reception> Receive(AttachmentChunk message, Sender from, CancellationToken ct)
    {
        var consult = await db.Consults.FirstOrDefaultAsync(c => c.ConsultId == from.ConsultId && c.Hop == from.Hop, ct);
        ReceiveConsult.CheckSite(consult, from);
        if (consult is { Patient: null }) return Reception.Done;   // cancelled before the request came: nobody will look at it
        if (consult is not null && outbox.WentOn(consult, AttachmentChunk.WireName, message, MessagePriority.Attachment)) return Reception.Done;
        if (consult is null || await Announced(consult, message.Number, ct) is not { } attachment) return Reception.Park;

        if (attachment.ArrivedAt is not null || attachment.DamagedAt is not null) return Reception.Done;
        var pieces = db.AttachmentPieces.Where(p => EF.Property<long>(p, "AttachmentRow") == attachment.Id);
        if (await pieces.AnyAsync(p => p.Offset == message.Offset, ct)) return Reception.Done;
        if (message.Data.Length is 0 or > AttachmentChunk.MaxBytes || message.Offset < 0 || message.Offset > attachment.Bytes - message.Data.Length)
            throw new ImpossibleMessageException("attachment-piece-impossible", "The piece lies outside of what was announced.");

        consult.Heard(clock.GetUtcNow());
        var here = await pieces.SumAsync(p => p.Length, ct) + message.Data.Length;
        if (here >= attachment.Bytes) await pieces.LoadAsync(ct);   // into attachment.Pieces
        attachment.Pieces.Add(new AttachmentPiece { Offset = message.Offset, Length = message.Data.Length, Data = message.Data });
        if (here >= attachment.Bytes && !attachment.Finish(clock.GetUtcNow())) PutAside(consult, attachment, from);
        return Reception.Done;
    }

    private Task<ConsultAttachment?> Announced(Consult consult, int number, CancellationToken ct) =>
        db.Attachments.FirstOrDefaultAsync(a => EF.Property<long>(a, "ConsultRow") == consult.Id && a.Number == number, ct);

    // The pieces were taken one by one, so it is the whole that goes to quarantine; the doctor and the operators see that it did.
    private void PutAside(Consult consult, ConsultAttachment attachment, Sender from)
    {
        var now = clock.GetUtcNow();
        consult.Note("attachment-damaged", null, now);
        var content = attachment.Together();
        db.Quarantine.Add(new QuarantinedMessage
        {
            At = now,
            BrokerUser = from.Address,
            Queue = from.To,
            Name = AttachmentChunk.WireName,
            Code = "attachment-wrong-hash",
            Reason = $"Number {attachment.Number} of consult {consult.ConsultId} has SHA-256 {Convert.ToHexStringLower(SHA256.HashData(content))} and not the one announced.",
            Body = content,
        });
    }
}
