using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Signing;

/// <summary>
/// The programme's word that this key belongs to this registered practitioner, for these days. Signed by the programme key,
/// which is pinned in each site's settings, so that a spoke can check a signature with the link down.
/// </summary>
public sealed record PractitionerCertificate
{
    public const string Typ = "practitioner-certificate";

    public required Signer Practitioner { get; init; }

    /// <summary>Base64 of the SubjectPublicKeyInfo of a P-256 key.</summary>
    public required string PublicKey { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day; no signature holds after it.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Until when the council's registration itself runs; null where registration is for life.</summary>
    public DateOnly? RegistrationUntil { get; init; }

    public bool IsValidOn(DateOnly day) => day >= ValidFrom && day <= ValidUntil && (RegistrationUntil is not { } until || day <= until);

    /// <summary>The certificate, or null when the programme key did not sign it.</summary>
    public static PractitionerCertificate? Read(string? document, ECDsa programmeKey) =>
        document is not null && Jws.Verify(document, Typ, programmeKey) is { } bytes
            ? JsonSerializer.Deserialize<PractitionerCertificate>(bytes, Wire.Json)
            : null;
}
