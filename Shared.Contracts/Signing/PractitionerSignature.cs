using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Signing;

/// <summary>What a practitioner signs says who signed it and when.</summary>
public interface ISignedByPractitioner
{
    Signer Signer { get; }
    DateTimeOffset SignedAt { get; }
}

/// <summary>The checks that every document of a practitioner has in common; they need the programme's public key and nothing else.</summary>
internal static class PractitionerSignature
{
    public static string Sign<T>(T note, string typ, string certificate, string kid, ECDsa key) where T : ISignedByPractitioner =>
        Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(note, Wire.Json), typ, kid, key, certificate);

    /// <summary>
    /// The note and its signer's certificate, or a stable code: <c>certificate-not-ours</c>, <c>signature-broken</c>,
    /// <c>certificate-not-valid</c>, <c>signer-not-named</c>.
    /// </summary>
    public static (T? Note, PractitionerCertificate? Certificate, string? Refusal) Check<T>(string document, string typ, ECDsa programmeKey)
        where T : class, ISignedByPractitioner
    {
        if (PractitionerCertificate.Read(Jws.ReadHeader(document)?.Cert, programmeKey) is not { } certificate)
            return (null, null, "certificate-not-ours");

        using var key = Jws.PublicKey(certificate.PublicKey);
        if (Jws.Verify(document, typ, key) is not { } bytes) return (null, null, "signature-broken");

        T? note;
        try
        {
            note = JsonSerializer.Deserialize<T>(bytes, Wire.Json);
        }
        catch (JsonException)
        {
            note = null;
        }
        if (note is null) return (null, null, "signature-broken");
        if (!certificate.IsValidOn(DateOnly.FromDateTime(note.SignedAt.UtcDateTime))) return (null, null, "certificate-not-valid");
        if (note.Signer != certificate.Practitioner) return (null, null, "signer-not-named");
        return (note, certificate, null);
    }
}
