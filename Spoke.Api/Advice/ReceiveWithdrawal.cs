using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;

namespace Spoke.Api.Advice;

/// <summary>
/// Takes in that advice no longer holds, after checking on this computer that the doctor who gave it signed that, for exactly this
/// advice. A withdrawal that overtakes its advice waits for it.
/// </summary>
public sealed class ReceiveWithdrawal(SpokeDb db, ProgrammeKey programme) : IReceive<AdviceWithdrawn>
{
    public async Task<Reception> Receive(AdviceWithdrawn message, Sender from, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Advice).FromHub(from, ct) is not { } request) return Reception.Park;
        if (request.Advice.FirstOrDefault(a => a.Version == message.AdviceVersion) is not { } advice) return Reception.Park;

        var (withdrawal, refusal) = SignedWithdrawal.Check(message.Document, advice.Document, programme.Key);
        if (refusal is not null) throw new ImpossibleMessageException(refusal, "The withdrawal does not pass its check.");

        if (advice.Withdrawal is not null) return Reception.Done;
        request.FollowWithdrawal(advice, message.Document, withdrawal!.Signer.Name, withdrawal.Reason, message.At);
        return Reception.Done;
    }
}
