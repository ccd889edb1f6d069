using System.Linq.Expressions;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Hosting.Messaging;

namespace Hub.Api.Intake;

/// <summary>What a spoke says about a consult after it has asked: information, cancellation, and what became of the advice.</summary>
/// <remarks>Each is a fact with its own key, so order and repetition change nothing; a consult not known yet is waited for.</remarks>
public sealed class FollowTheSpoke(HubDb db, Outbox outbox, Promises promises, Offers offers, TimeProvider clock) :
    IReceive<InformationSupplied>, IReceive<ConsultConfirmed>, IReceive<CancellationRequested>, IReceive<AdviceAcknowledged>, IReceive<PatientTold>,
    IReceive<OutcomeRecorded>, IReceive<InformationRead>, IReceive<Dispensed>, IReceive<ConsentWithdrawn>, IReceive<AmbulanceCalled>
{
    public async Task<Reception> Receive(InformationSupplied message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct, c => c.Thread) is not { } consult) return Reception.Park;
        ReceiveConsult.CheckAttachments(message.Attachments);
        if (outbox.WentOn(consult, InformationSupplied.WireName, message)) return Reception.Done;
        var (now, before) = (clock.GetUtcNow(), consult.Urgency);
        if (consult.Supply(message, now))
            outbox.Tell(consult, ConsultAccepted.WireName, new ConsultAccepted { PractitionerName = consult.Lease!.HolderName, At = now });
        if (!consult.IsOpen || consult.Urgency == before) return Reception.Done;
        await promises.Place(consult, ct);   // red flags move it up
        await offers.Make(consult, ct);
        return Reception.Done;
    }

    public async Task<Reception> Receive(ConsultConfirmed message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, ConsultConfirmed.WireName, message)) return Reception.Done;
        consult.Confirm(message.ConfirmedBy, message.At);
        return Reception.Done;
    }

    public async Task<Reception> Receive(CancellationRequested message, Sender from, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await Find(from, ct) is not { } consult)
        {
            // A hub sends it after a consult that it has passed on and that is still on its way.
            if (from.Address.StartsWith("hub.", StringComparison.Ordinal)) return Reception.Park;
            // It overtook its request, which will find itself cancelled.
            consult = Consult.Tombstone(from.ConsultId, from.Hop, ReceiveConsult.HubOf(from.To), from.Address, message.RequestedBy, now);
            db.Consults.Add(consult);
        }
        else if (outbox.WentOn(consult, CancellationRequested.WireName, message))
        {
            return Reception.Done;
        }
        else if (!consult.Cancel(message.RequestedBy, now))
        {
            return Reception.Done;   // too late: the advice, or the return, is already on its way and decides
        }
        outbox.Tell(consult, ConsultCancelled.WireName, new ConsultCancelled { At = now });
        return Reception.Done;
    }

    public async Task<Reception> Receive(AdviceAcknowledged message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, AdviceAcknowledged.WireName, message)) return Reception.Done;
        consult.Note("acknowledged", message.ReadBy, message.At);
        return Reception.Done;
    }

    public async Task<Reception> Receive(PatientTold message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, PatientTold.WireName, message)) return Reception.Done;
        consult.Note(message.How == HowTold.NotReached ? "not-reached" : "patient-told", message.ToldBy, message.At, Consult.CodeOf(message.How));
        return Reception.Done;
    }

    public async Task<Reception> Receive(OutcomeRecorded message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, OutcomeRecorded.WireName, message)) return Reception.Done;
        consult.Close(message, clock.GetUtcNow());
        return Reception.Done;
    }

    public async Task<Reception> Receive(InformationRead message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct, c => c.Thread) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, InformationRead.WireName, message)) return Reception.Done;
        consult.Thread.FirstOrDefault(m => m.FromHub && m.InformationId == message.InformationId)?.Read(message.ReadBy, message.At);
        return Reception.Done;
    }

    public async Task<Reception> Receive(Dispensed message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct, c => c.Dispensed) is not { } consult) return Reception.Park;
        if (message.Lines.Count > Dispensed.MostLines || message.Lines.Any(l => l.Line < 1) || message.Lines.DistinctBy(l => l.Line).Count() != message.Lines.Count)
            throw new ImpossibleMessageException("dispensed-impossible", "The lines cannot be those of a prescription.");
        if (outbox.WentOn(consult, Dispensed.WireName, message)) return Reception.Done;
        consult.Dispense(message);
        return Reception.Done;
    }

    public async Task<Reception> Receive(ConsentWithdrawn message, Sender from, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var consult = await Find(from, ct);
        if (consult is null)
        {
            if (from.Address.StartsWith("hub.", StringComparison.Ordinal)) return Reception.Park;
            // It overtook its request, which will find itself cancelled.
            consult = Consult.Tombstone(from.ConsultId, from.Hop, ReceiveConsult.HubOf(from.To), from.Address, message.RecordedBy, now);
            consult.WithdrawConsent(message, now);
            db.Consults.Add(consult);
        }
        else if (outbox.WentOn(consult, ConsentWithdrawn.WireName, message))
        {
            return Reception.Done;
        }
        else if (!consult.WithdrawConsent(message, now))
        {
            return Reception.Done;   // nothing was open any more
        }
        outbox.Tell(consult, ConsultCancelled.WireName, new ConsultCancelled { At = now });
        return Reception.Done;
    }

    public async Task<Reception> Receive(AmbulanceCalled message, Sender from, CancellationToken ct)
    {
        if (await Find(from, ct) is not { } consult) return Reception.Park;
        if (outbox.WentOn(consult, AmbulanceCalled.WireName, message)) return Reception.Done;
        consult.CallAmbulance(message);
        return Reception.Done;
    }

    private async Task<Consult?> Find(Sender from, CancellationToken ct, Expression<Func<Consult, object>>? with = null)
    {
        var consults = with is null ? db.Consults : db.Consults.Include(with).AsQueryable();
        var consult = await consults.FirstOrDefaultAsync(c => c.ConsultId == from.ConsultId && c.Hop == from.Hop, ct);
        ReceiveConsult.CheckSite(consult, from);
        return consult;
    }
}
