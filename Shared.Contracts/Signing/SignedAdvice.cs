using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Signing;

/// <summary>
/// Signing and checking advice. Both sides use it: the hub before it keeps what it signed, the spoke before it shows what came.
/// </summary>
public static class SignedAdvice
{
    public const string Typ = "advice";

    public static string Sign(AdviceNote note, string certificate, string kid, ECDsa key) =>
        Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(note, Wire.Json), Typ, kid, key, certificate);

    /// <summary>
    /// The advice and who signed it, or a stable code of what is wrong: <c>certificate-not-ours</c>, <c>signature-broken</c>,
    /// <c>certificate-not-valid</c>, <c>signer-not-named</c>, <c>advice-unlawful</c>.
    /// </summary>
    public static (AdviceNote? Note, PractitionerCertificate? Certificate, string? Refusal) Check(string document, ECDsa programmeKey)
    {
        if (PractitionerCertificate.Read(Jws.ReadHeader(document)?.Cert, programmeKey) is not { } certificate)
            return (null, null, "certificate-not-ours");

        using var key = Jws.PublicKey(certificate.PublicKey);
        if (Jws.Verify(document, Typ, key) is not { } bytes) return (null, null, "signature-broken");

        AdviceNote? note;
        try
        {
            note = JsonSerializer.Deserialize<AdviceNote>(bytes, Wire.Json);
        }
        catch (JsonException)
        {
            note = null;
        }
        if (note is null) return (null, null, "signature-broken");
        if (!certificate.IsValidOn(DateOnly.FromDateTime(note.SignedAt.UtcDateTime))) return (null, null, "certificate-not-valid");
        if (note.Signer != certificate.Practitioner) return (null, null, "signer-not-named");
        if (PrescribingPolicy.Check(note.Diagnoses, note.Medicines).Count > 0) return (null, null, "advice-unlawful");
        return (note, certificate, null);
    }
}
