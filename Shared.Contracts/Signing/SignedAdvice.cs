using System.Buffers.Text;
using System.Security.Cryptography;
using Shared.Contracts.Advice;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Signing;

/// <summary>
/// Signing and checking advice. Both sides use it: the hub before it keeps what it signed, the spoke before it shows what came.
/// </summary>
public static class SignedAdvice
{
    public const string Typ = "advice";

    public static string Sign(AdviceNote note, string certificate, string kid, ECDsa key) =>
        PractitionerSignature.Sign(note, Typ, certificate, kid, key);

    /// <summary>
    /// The advice and who signed it, or a stable code of what is wrong: <c>certificate-not-ours</c>, <c>signature-broken</c>,
    /// <c>certificate-not-valid</c>, <c>signer-not-named</c>, <c>advice-unlawful</c>, <c>rules-differ</c> (unlawful here, but it was signed
    /// under another version of the medicine lists than this side has).
    /// </summary>
    /// <param name="policy">Checks the lines with the rules in force on the day of signing.</param>
    public static (AdviceNote? Note, PractitionerCertificate? Certificate, string? Refusal) Check(
        string document, ECDsa programmeKey, PrescribingPolicy policy)
    {
        var (note, certificate, refusal) = PractitionerSignature.Check<AdviceNote>(document, Typ, programmeKey);
        if (note is { Mode: ConsultMode.InPerson }) return (null, null, "advice-unlawful");   // a hub sees nobody
        if (note is not null && policy.Check(PrescribingCase.Of(note)).Count > 0)
            return (null, null, note.RulesVersion == policy.RulesVersion ? "advice-unlawful" : "rules-differ");
        return (note, certificate, refusal);
    }

    /// <summary>The version of the rules that properly signed advice was checked with, whatever this side's rules say of it; null for any other document.</summary>
    public static string? RulesVersionOf(string document, ECDsa programmeKey) =>
        PractitionerSignature.Check<AdviceNote>(document, Typ, programmeKey).Note?.RulesVersion;

    /// <summary>
    /// SHA-256 in lowercase hex of the signed bytes, which is what advice is known by wherever it is not carried whole. Not of the
    /// document: one signature can be written in two ways, what it signs cannot.
    /// </summary>
    /// <exception cref="FormatException">The text is no document.</exception>
    public static string HashOf(string document) =>
        document.Split('.') is [_, var payload, _]
            ? Convert.ToHexStringLower(SHA256.HashData(Base64Url.DecodeFromChars(payload)))
            : throw new FormatException("Not a compact JWS.");
}
