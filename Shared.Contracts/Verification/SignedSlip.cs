using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Messaging;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Verification;

/// <summary>What a check of the code says, without looking at anybody's records.</summary>
public enum SlipVerdict
{
    /// <summary>No code of a slip at all, or one that was copied badly.</summary>
    Unreadable,

    /// <summary>It names a key of this programme, which did not sign it.</summary>
    Forged,

    /// <summary>No doctor of this programme has the key that it names.</summary>
    UnknownKey,

    /// <summary>The doctor signed it on a day when the programme's certificate or the registration did not hold.</summary>
    CertificateNotValid,

    Valid,
}

/// <summary>
/// Signing and checking the code on a slip: a JWS over the raw deflate of a <see cref="SlipCore"/>, by the key that signs the advice.
/// The certificate stays at the checker, because it would not fit; the key's name finds it. Source: SMART Health Cards Framework 1.4.
/// </summary>
public static class SignedSlip
{
    public const string Typ = "slip";

    // Far above what fits a code honestly, far below what hurts.
    private const int MaxCoreBytes = 16 * 1024;

    /// <returns>The code's document; null for advice to a treating doctor, which no pharmacist dispenses from.</returns>
    /// <param name="document">The signed advice itself.</param>
    public static string? Sign(AdviceNote note, string document, string kid, ECDsa key)
    {
        if (note.ForTreatingDoctor is true) return null;
        var core = SlipCore.Of(note, document);
        var signed = Sign(core, kid, key);
        return signed.Length <= SlipCode.MaxLetters ? signed : Sign(core with { Lines = null }, kid, key);
    }

    public static string Sign(SlipCore core, string kid, ECDsa key) =>
        Jws.Sign(Deflate.Pack(JsonSerializer.SerializeToUtf8Bytes(core, Wire.Json)), Typ, kid, key, zip: Deflate.Zip);

    /// <summary>
    /// The core and its signer, only when <see cref="SlipVerdict.Valid"/> or no certificate of the key held on the day of signing. That it has
    /// ended since, or was replaced, changes nothing.
    /// </summary>
    /// <param name="certificatesOf">The certificates, already checked, of the key with this name, former ones too; none for a key nobody has.</param>
    public static (SlipVerdict Verdict, SlipCore? Core, PractitionerCertificate? Certificate) Check(
        string document, Func<string, IEnumerable<PractitionerCertificate>> certificatesOf)
    {
        if (!IsCanonical(document) || Jws.ReadHeader(document) is not { } header) return (SlipVerdict.Unreadable, null, null);
        if (header is not { Alg: "ES256", Typ: Typ, Zip: Deflate.Zip, Cert: null }) return (SlipVerdict.Forged, null, null);
        PractitionerCertificate[] certificates = [.. certificatesOf(header.Kid)];
        if (certificates.Length == 0) return (SlipVerdict.UnknownKey, null, null);

        using var key = Jws.PublicKey(certificates[0].PublicKey);
        if (Jws.KeyId(key) != header.Kid || Jws.Verify(document, Typ, key) is not { } bytes || ReadCore(bytes) is not { } core) return (SlipVerdict.Forged, null, null);
        PractitionerCertificate[] own = [.. certificates.Where(c => c.PublicKey == certificates[0].PublicKey
            && (c.Practitioner.RegistrationNumber, c.Practitioner.Council) == (core.RegistrationNumber, core.Council))];
        if (own.Length == 0) return (SlipVerdict.Forged, null, null);
        var day = DateOnly.FromDateTime(core.SignedAt.UtcDateTime);
        return own.FirstOrDefault(c => c.IsValidOn(day)) is { } certificate
            ? (SlipVerdict.Valid, core, certificate)
            : (SlipVerdict.CertificateNotValid, core, own.MaxBy(c => c.ValidUntil));
    }

    /// <summary>True when the code is the signer's own of exactly this advice.</summary>
    public static bool IsOf(string document, AdviceNote note, string advice, PractitionerCertificate certificate)
    {
        var (verdict, core, _) = Check(document, _ => [certificate]);
        var expected = SlipCore.Of(note, advice);
        return verdict == SlipVerdict.Valid && (Same(core!, expected) || Same(core!, expected with { Lines = null }));

        static bool Same(SlipCore a, SlipCore b) => JsonSerializer.Serialize(a, Wire.Json) == JsonSerializer.Serialize(b, Wire.Json);
    }

    // The decoder takes spare bits at the end of a part as anything; then one code could be written in many ways.
    private static bool IsCanonical(string document)
    {
        try
        {
            return document.Split('.') is { Length: 3 } parts && parts.All(part => part.Length > 0 && Base64Url.EncodeToString(Base64Url.DecodeFromChars(part)) == part);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static SlipCore? ReadCore(byte[] packed)
    {
        try
        {
            return Deflate.Unpack(packed, MaxCoreBytes) is { } json ? JsonSerializer.Deserialize<SlipCore>(json, Wire.Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
