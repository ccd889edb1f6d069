using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;

namespace Hub.Api.Data;

public static class ConsultMail
{
    /// <summary>Tells the site that asked; everything of an emergency travels as an emergency.</summary>
    public static Guid Tell<T>(this Outbox outbox, Consult consult, string name, T message) => outbox.Send(
        new Letter(Wire.Hub(consult.HubCode), consult.Site, consult.ConsultId, consult.Hop, consult.Version,
            consult.Urgency == Urgency.Stat ? MessagePriority.Emergency : MessagePriority.Normal),
        name, message);

    /// <summary>Passes a consult on, and tells the site that asked. Pieces of pictures that are here go after it.</summary>
    public static void Forward(this Outbox outbox, Consult consult, ConsultForwarded forwarded, IEnumerable<(int Number, AttachmentPiece Piece)> pieces)
    {
        outbox.WentOn(consult, ConsultForwarded.WireName, forwarded);
        var left = forwarded.Path[^1];
        outbox.Tell(consult, ConsultRedirected.WireName, new ConsultRedirected
        {
            ToHub = consult.WentTo!,
            ToHop = consult.WentToHop!.Value,
            Specialty = forwarded.Specialty,
            Reason = left.Reason,
            RedirectedBy = left.By,
            At = left.At,
        });
        foreach (var (number, piece) in pieces)
            outbox.WentOn(consult, AttachmentChunk.WireName, new AttachmentChunk { Number = number, Offset = piece.Offset, Data = piece.Data }, MessagePriority.Attachment);
    }

    /// <summary>Sends a consult that was just passed on, in the caller's transaction.</summary>
    public static async Task SendOn(this Outbox outbox, HubDb db, Consult consult, Destination to, HopStep left, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);

        // Read after the move is written: what comes later meets a consult that went on, and is sent after it.
        await db.Entry(consult).Collection(c => c.Thread).LoadAsync(ct);
        await db.Entry(consult).Collection(c => c.Attachments).Query().Include(a => a.Pieces).LoadAsync(ct);
        outbox.Forward(consult, consult.Forward(to, left), consult.Attachments.SelectMany(a => a.Pieces.OrderBy(p => p.Offset).Select(p => (a.Number, p))));
    }

    /// <summary>What still reaches a hub that has passed the consult on goes after it. False when it is still here.</summary>
    public static bool WentOn<T>(this Outbox outbox, Consult consult, string name, T message, MessagePriority? priority = null)
    {
        if (consult is not { WentTo: { } hub, WentToHop: { } hop }) return false;
        outbox.Send(
            new Letter(Wire.Hub(consult.HubCode), Wire.Hub(hub), consult.ConsultId, hop, consult.Version,
                priority ?? (consult.Urgency == Urgency.Stat ? MessagePriority.Emergency : MessagePriority.Normal)),
            name, message);
        return true;
    }

    /// <summary>Only what these hubs may see; a foreign consult is as good as none.</summary>
    public static IQueryable<Consult> AtHubs(this IQueryable<Consult> consults, IReadOnlyList<string> hubs) => consults.Where(c => hubs.Contains(c.HubCode));

    /// <summary>The emergency first, then the earliest deadline: urgency, waiting and fairness are one rule.</summary>
    public static IOrderedQueryable<Consult> InTurn(this IQueryable<Consult> consults) =>
        consults.OrderByDescending(c => c.Urgency == Urgency.Stat).ThenBy(c => c.Deadline).ThenBy(c => c.Id);

    /// <summary>A consult by its id, the latest hop of it, at one of these hubs.</summary>
    public static Task<Consult?> One(this IQueryable<Consult> consults, Guid consultId, IReadOnlyList<string> hubs, CancellationToken ct) =>
        consults.AtHubs(hubs).Where(c => c.ConsultId == consultId).OrderByDescending(c => c.Hop).FirstOrDefaultAsync(ct);
}
