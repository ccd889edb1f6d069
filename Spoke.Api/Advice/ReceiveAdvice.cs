using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Advice;

/// <summary>
/// Takes signed advice in, after checking on this computer who signed it, that it is lawful, and that it is about this patient of
/// this request. What does not hold is quarantined and the hub told; it is never shown.
/// </summary>
public sealed class ReceiveAdvice(SpokeDb db, ProgrammeKey programme, ListsInForce lists, TimeProvider clock) : IReceive<AdviceGiven>
{
    public async Task<Reception> Receive(AdviceGiven message, Sender from, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Advice).FromHub(from, ct) is not { } request) return Reception.Park;

        var (note, certificate, refusal) = SignedAdvice.Check(message.Document, programme.Key, lists.Policy);   // asked each time: lists may come in the same batch
        // The lists it was signed under are on their way, and bring it again.
        if (refusal == "rules-differ" && lists.IsToCome(SignedAdvice.RulesVersionOf(message.Document, programme.Key))) return Reception.Park;
        if (refusal is not null) throw new ImpossibleMessageException(refusal, "The advice does not pass its check.");
        if (note!.ConsultId != request.ConsultId || note.Number != request.Number || note.Version != message.AdviceVersion
            || note.Patient != request.Patient || !IsUrgencyOf(request, note.Urgency))
            throw new ImpossibleMessageException("advice-not-for-this", "The advice was signed for another request or patient.");

        if (message.Slip is { } slip && !SignedSlip.IsOf(slip, note, message.Document, certificate!))
            throw new ImpossibleMessageException("slip-not-for-this", "The code for the slip is not the signer's of this advice.");

        if (request.Advice.Any(a => a.Version == message.AdviceVersion)) return Reception.Done;
        request.Advice.Add(new ReceivedAdvice
        {
            Version = message.AdviceVersion,
            Document = message.Document,
            ReceivedAt = clock.GetUtcNow(),
            CertificateUntil = certificate!.ValidUntil,
            Slip = message.Slip,
        });
        request.FollowAdvice(message.AdviceVersion);
        request.FollowHub(from.Hop, from.Version, RequestStatus.Advised, note.Supersedes is null ? "advised" : "corrected", note.Signer.Name, message.At);
        return Reception.Done;
    }

    // As asked, or as new vitals raised it since: the doctor may have signed before the hub knew of those.
    private static bool IsUrgencyOf(ConsultRequest request, Urgency? signed) => signed is null || (signed >= request.Content?.Urgency && signed <= request.Urgency);
}
