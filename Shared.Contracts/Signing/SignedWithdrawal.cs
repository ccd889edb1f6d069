using System.Security.Cryptography;
using Shared.Contracts.Advice;

namespace Shared.Contracts.Signing;

/// <summary>Signing and checking that advice is taken back. A spoke checks it with the link down, against the advice it has.</summary>
public static class SignedWithdrawal
{
    public const string Typ = "advice-withdrawal";

    public static string Sign(WithdrawalNote note, string certificate, string kid, ECDsa key) =>
        PractitionerSignature.Sign(note, Typ, certificate, kid, key);

    /// <summary>
    /// The withdrawal of exactly this advice by the doctor who gave it, or a stable code of what is wrong: those of
    /// <see cref="SignedAdvice.Check"/>, and <c>withdrawal-not-for-this</c>.
    /// </summary>
    /// <param name="advice">The document of the advice, or of a treating doctor's own prescription.</param>
    /// <param name="typ">Which of the two it is.</param>
    public static (WithdrawalNote? Note, string? Refusal) Check(string document, string advice, ECDsa programmeKey, string typ = SignedAdvice.Typ)
    {
        var (withdrawal, _, refusal) = PractitionerSignature.Check<WithdrawalNote>(document, Typ, programmeKey);
        if (withdrawal is null) return (null, refusal);
        if (PractitionerSignature.Check<AdviceNote>(advice, typ, programmeKey).Note is not { } note
            || withdrawal.AdviceHash != SignedAdvice.HashOf(advice)
            || (withdrawal.ConsultId, withdrawal.Version, withdrawal.PrescriptionId) != (note.ConsultId, note.Version, note.PrescriptionId)
            || withdrawal.Signer.PractitionerCode != note.Signer.PractitionerCode
            || withdrawal.SignedAt < note.SignedAt)
            return (null, "withdrawal-not-for-this");
        return (withdrawal, null);
    }
}
