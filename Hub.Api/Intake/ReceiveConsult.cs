using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Hosting.Messaging;

namespace Hub.Api.Intake;

/// <summary>Opens a consult at this hub when a spoke asks for one.</summary>
/// <remarks>The inbox has checked the sender, keeps the batch's transaction and sends the receipt; this only changes state.</remarks>
public sealed class ReceiveConsult(HubDb db, Outbox outbox, Promises promises, Offers offers, ProgrammeDirectory directory, TimeProvider clock) : IReceive<ConsultRequested>
{
    public async Task<Reception> Receive(ConsultRequested message, Sender from, CancellationToken ct)
    {
        // A spoke that was away for weeks may resend: (ConsultId, Hop) is the key that never expires.
        if (await db.Consults.FirstOrDefaultAsync(c => c.ConsultId == from.ConsultId && c.Hop == from.Hop, ct) is { } known)
        {
            CheckSite(known, from);
            return Reception.Done;
        }

        if (message.Request is not { Urgency: not null, Specialty.Length: > 0, Question.Length: > 0, Consent.Given: true } || message.Patient.Name.Length == 0)
            throw new ImpossibleMessageException("request-incomplete", "The request lacks what no request may lack.");
        CheckAttachments(message.Attachments);

        var now = clock.GetUtcNow();
        var hub = HubOf(from.To);
        if (Refusal(message, from, hub) is { } reason)
        {
            var returned = Consult.ReturnAtOnce(message, from.ConsultId, from.Hop, hub, from.Address, reason, now);
            db.Consults.Add(returned);
            outbox.Tell(returned, ConsultReturned.WireName, new ConsultReturned { Reason = reason, At = now });
            return Reception.Done;
        }

        // Who is on which register decides who prescribes, and the directory knows it better than the message.
        if (directory.Practitioner(message.Requester.PractitionerCode)?.Register is { } register)
            message = message with { Requester = message.Requester with { Register = register } };

        // What a doctor has answered, that doctor is offered first when it goes on.
        var earlierDoctor = message.FollowsUp is not { } earlier ? null : await db.Consults.Where(c => c.ConsultId == earlier && c.Site == from.Address)
            .SelectMany(c => c.Advice).OrderByDescending(a => a.Id).Select(a => a.PractitionerCode).FirstOrDefaultAsync(ct);
        var consult = Consult.Receive(message, from.ConsultId, from.Hop, hub, from.Address, now, earlierDoctor);
        await TakeOver(consult, message.Corrects, ct);
        db.Consults.Add(consult);
        outbox.Tell(consult, ConsultReceived.WireName, new ConsultReceived { ReceivedAt = now });
        await promises.Place(consult, ct);
        await offers.Make(consult, ct);
        return Reception.Done;
    }

    // A picture that is here already, with the request that this one corrects, is shown at once; its pieces then change nothing.
    private async Task TakeOver(Consult consult, Guid? corrects, CancellationToken ct)
    {
        if (corrects is not { } returned || consult.Attachments.Count == 0) return;
        var here = await db.Consults.AsNoTracking().Where(c => c.ConsultId == returned && c.Site == consult.Site)
            .SelectMany(c => c.Attachments).Where(a => a.ArrivedAt != null).Include(a => a.Pieces).ToListAsync(ct);
        foreach (var attachment in consult.Attachments)
            if (here.FirstOrDefault(a => a.Sha256 == attachment.Sha256 && a.Bytes == attachment.Bytes) is { } same) attachment.TakeOver(same, clock.GetUtcNow());
    }

    /// <summary>Nobody has a say in what another site has asked, even who has come to know its id.</summary>
    internal static void CheckSite(Consult? consult, Sender from)
    {
        if (consult is not null && consult.Site != from.Address && consult.CameFrom != from.Address)
            throw new ImpossibleMessageException("consult-of-another", "The consult belongs to another site than the one that sent this.");
    }

    /// <summary>What is announced must be something that can be kept and shown.</summary>
    internal static void CheckAttachments(IReadOnlyList<ListedAttachment>? attachments)
    {
        if (attachments is not null && (attachments.Count > ListedAttachment.MaxCount || attachments.Any(a => !a.IsPossible)
            || attachments.DistinctBy(a => a.Number).Count() != attachments.Count))
            throw new ImpossibleMessageException("attachments-impossible", "The list of attachments cannot be.");
    }

    internal static string HubOf(string address) => address["hub.".Length..];

    private string? Refusal(ConsultRequested request, Sender from, string hub)
    {
        if (directory.SiteOf(request.SpokeCode) is not { } site || Shared.Contracts.Messaging.Wire.SpokeSite(site.Site) != from.Address)
            throw new ImpossibleMessageException("spoke-not-of-site", "The spoke does not belong to the site that sent this.");
        if (directory.Hub(hub) is not { } entry || !entry.Specialties.Contains(request.Request.Specialty)) return "specialty-not-here";
        return directory.Mappings.Any(m => m.SpokeCode == request.SpokeCode && m.HubCode == hub) ? null : "spoke-not-mapped";
    }
}
