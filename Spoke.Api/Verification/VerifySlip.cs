using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Spoke.Api.Data;

namespace Spoke.Api.Verification;

/// <summary>
/// Says what the code on a slip is worth, to whoever holds the paper: a pharmacist has no account. Everything needed is on this
/// computer, so it works with the link down; of the patient nothing is said.
/// </summary>
public sealed class VerifySlip(SpokeDb db, DoctorKeys keys)
{
    public enum Answer
    {
        Unreadable,
        Forged,
        UnknownKey,
        CertificateNotValid,
        Valid,

        /// <summary>A later version of the advice is here.</summary>
        Replaced,

        /// <summary>The doctor took it back.</summary>
        Withdrawn,
    }

    /// <param name="Core">What the doctor signed; null where nobody of this programme did.</param>
    /// <param name="KnownHere">The advice was received at this site, so it would know of a withdrawal; another site's slip may have been withdrawn since.</param>
    public sealed record Finding(Answer Answer, SlipCore? Core = null, PractitionerCertificate? Certificate = null, bool KnownHere = false);

    public async Task<Finding> Handle(string code, CancellationToken ct)
    {
        if (SlipCode.Read(code) is not { } document) return new(Answer.Unreadable);
        var (verdict, core, certificate) = SignedSlip.Check(document, keys.Find);
        if (core is null) return new(verdict switch
        {
            SlipVerdict.Forged => Answer.Forged,
            SlipVerdict.UnknownKey => Answer.UnknownKey,
            _ => Answer.Unreadable,
        });

        var request = await db.Requests.AsNoTracking().Include(r => r.Advice).FirstOrDefaultAsync(r => r.Number == core.Number, ct);
        var advice = request?.Advice.FirstOrDefault(a => a.Version == core.Version && SignedAdvice.HashOf(a.Document) == core.AdviceHash);
        var answer = advice?.Withdrawal is not null ? Answer.Withdrawn
            : advice is not null && request!.Advice.Max(a => a.Version) > core.Version ? Answer.Replaced
            : verdict == SlipVerdict.CertificateNotValid ? Answer.CertificateNotValid
            : Answer.Valid;
        return new(answer, core, certificate, advice is not null);
    }
}
