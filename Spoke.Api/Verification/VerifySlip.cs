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
    /// <param name="KnownHere">The advice was received or the prescription written at this site, so it would know of a withdrawal; another site's slip may have been withdrawn since.</param>
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

        // A treating doctor's own prescriptions are counted by themselves: the hash says which of the two a slip is of.
        var request = await db.Requests.AsNoTracking().Include(r => r.Advice).Include(r => r.Prescriptions).AsSplitQuery().FirstOrDefaultAsync(r => r.Number == core.Number, ct);
        (int Version, string Document, string? Withdrawal)[][] signed = request is null ? [] :
        [
            [.. request.Advice.Select(a => (a.Version, a.Document, a.Withdrawal))],
            [.. request.Prescriptions.Select(p => (p.Version, p.Document, p.Withdrawal))],
        ];
        var series = signed.FirstOrDefault(versions => versions.Any(IsThis));
        var answer = series is null ? ByItself() : series.First(IsThis).Withdrawal is not null ? Answer.Withdrawn
            : series.Max(v => v.Version) > core.Version ? Answer.Replaced
            : ByItself();
        return new(answer, core, certificate, series is not null);

        bool IsThis((int Version, string Document, string? Withdrawal) v) => v.Version == core.Version && SignedAdvice.HashOf(v.Document) == core.AdviceHash;

        Answer ByItself() => verdict == SlipVerdict.CertificateNotValid ? Answer.CertificateNotValid : Answer.Valid;
    }
}
