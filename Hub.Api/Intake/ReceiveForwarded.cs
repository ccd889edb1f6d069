using System.Text.Json;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;
using Shared.Hosting.Ui;

namespace Hub.Api.Intake;

/// <summary>
/// Opens a consult that another hub passes on. What this hub does not offer goes on by rank, never to where it has been; when nobody is
/// left the requester is told. What the other hub cannot take at all comes back.
/// </summary>
public sealed class ReceiveForwarded(HubDb db, Outbox outbox, Promises promises, Offers offers, ProgrammeDirectory directory, TimeProvider clock) : IReceive<ConsultForwarded>, INoteRefusal
{
    public async Task<Reception> Receive(ConsultForwarded message, Sender from, CancellationToken ct)
    {
        if (await db.Consults.FirstOrDefaultAsync(c => c.ConsultId == from.ConsultId && c.Hop == from.Hop, ct) is { } known)
        {
            // A cancellation may have come first, from the site.
            if (known.CameFrom != from.Address && known.Patient is not null)
                throw new ImpossibleMessageException("consult-of-another", "The consult has this hop from somebody else.");
            return Reception.DoneForAll;
        }
        Check(message, from);

        var now = clock.GetUtcNow();
        var hub = ReceiveConsult.HubOf(from.To);
        var consult = Consult.ReceiveForwarded(message, from.ConsultId, from.Hop, hub, from.Address, now);
        db.Consults.Add(consult);
        if (directory.Hub(hub)?.Specialties.Contains(message.Specialty) is true)
        {
            await promises.Place(consult, ct);
            await offers.Make(consult, ct);
            return Reception.DoneForAll;
        }

        if (consult.Onward(directory, Format.DayOf(now)).FirstOrDefault() is { } next) outbox.Forward(consult, consult.Forward(next, consult.PassOn(next, now)), []);
        else
        {
            consult.ReturnUnserved(now);
            outbox.Tell(consult, ConsultReturned.WireName, new ConsultReturned { Reason = Consult.NobodyServes, At = now });
        }
        return Reception.DoneForAll;
    }

    public async Task NoteRefusal(OutboxMessage refused, CancellationToken ct)
    {
        if (refused.Name != ConsultForwarded.WireName || refused.RefusedCode == RefusedMessage.NotKnownYet) return;
        var envelope = JsonSerializer.Deserialize<Envelope>(refused.Body, Wire.Json)!;
        if (await db.Consults.FirstOrDefaultAsync(c => c.ConsultId == envelope.ConsultId && c.WentToHop == envelope.Hop && c.HubCode == ReceiveConsult.HubOf(envelope.From), ct) is not { } consult) return;

        var back = consult.TakeBack(envelope.Payload.Deserialize<ConsultForwarded>(Wire.Json)!, clock.GetUtcNow());
        db.Consults.Add(back);
        outbox.Tell(consult, ConsultRedirected.WireName, new ConsultRedirected
        {
            ToHub = back.HubCode,
            ToHop = back.Hop,
            Specialty = back.Specialty,
            Reason = ConsultRedirected.NotOffered,
            At = clock.GetUtcNow(),
        });
        await promises.Place(back, ct);
        // What had been sent after it follows it back.
        foreach (var late in await db.Outbox.AsNoTracking().Where(m => m.ConsultId == envelope.ConsultId && m.From == envelope.From && m.To == envelope.To && m.Name != ConsultForwarded.WireName)
            .OrderBy(m => m.Id).ToListAsync(ct))
            outbox.WentOn(consult, late.Name, JsonSerializer.Deserialize<Envelope>(late.Body, Wire.Json)!.Payload, late.Priority);
    }

    private void Check(ConsultForwarded message, Sender from)
    {
        if (!from.Address.StartsWith("hub.", StringComparison.Ordinal) || message.Path.Count == 0 || Wire.Hub(message.Path[^1].HubCode) != from.Address)
            throw new ImpossibleMessageException("forwarded-by-no-hub", "Only the hub that had a consult passes it on.");
        if (directory.SiteOf(message.Request.SpokeCode) is not { } site || Wire.SpokeSite(site.Site) != message.Site)
            throw new ImpossibleMessageException("spoke-not-of-site", "The spoke does not belong to the site that the consult is said to be of.");
        foreach (var listed in message.Thread.Select(m => m.Attachments).Prepend(message.Request.Attachments)) ReceiveConsult.CheckAttachments(listed);
    }
}
