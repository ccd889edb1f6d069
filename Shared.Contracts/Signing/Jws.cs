using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Signing;

/// <summary>
/// Compact JSON Web Signatures with ES256 and nothing else: the algorithm is never taken from the document.
/// Source: RFC 7515 and RFC 7518 section 3.4.
/// </summary>
public static class Jws
{
    // The decoder would skip blanks and padding, and then one signature could be written in many ways.
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public sealed record Header
    {
        public required string Alg { get; init; }
        public required string Kid { get; init; }

        /// <summary>What is signed, such as <c>advice</c> or <c>directory</c>; a signature for one is none for another.</summary>
        public required string Typ { get; init; }

        /// <summary>The signer's certificate: itself a JWS by the programme key.</summary>
        public string? Cert { get; init; }

        /// <summary><c>DEF</c>: the payload is raw deflate, as in the code on a slip. Whoever reads the payload inflates it.</summary>
        [Since("1.1")] public string? Zip { get; init; }
    }

    /// <summary>Signs the exact bytes of <paramref name="payload"/>.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, string typ, string kid, ECDsa key, string? cert = null, string? zip = null)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header { Alg = "ES256", Kid = kid, Typ = typ, Cert = cert, Zip = zip }, Wire.Json);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The header, unchecked: only to find the key or the certificate to check with. Null when it is not ours.</summary>
    public static Header? ReadHeader(string document)
    {
        try
        {
            var end = document.IndexOf('.', StringComparison.Ordinal);
            return end < 1 ? null : JsonSerializer.Deserialize<Header>(Base64Url.DecodeFromChars(document.AsSpan(0, end)), Wire.Json);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The signed bytes, or null when the signature does not hold for this key and purpose.</summary>
    public static byte[]? Verify(string document, string typ, ECDsa key)
    {
        if (document.AsSpan().ContainsAnyExcept(Letters)) return null;
        if (ReadHeader(document) is not { Alg: "ES256" } header || header.Typ != typ) return null;
        var last = document.LastIndexOf('.');
        var first = document.IndexOf('.', StringComparison.Ordinal);
        if (last <= first) return null;
        try
        {
            var signature = Base64Url.DecodeFromChars(document.AsSpan(last + 1));
            var payload = Base64Url.DecodeFromChars(document.AsSpan(first + 1, last - first - 1));
            return key.VerifyData(Encoding.ASCII.GetBytes(document[..last]), signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? payload : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A P-256 public key from base64 of its SubjectPublicKeyInfo, as settings and certificates carry it.</summary>
    public static ECDsa PublicKey(string spkiBase64)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(spkiBase64), out _);
        return key;
    }

    /// <summary>A short name of a public key: the start of its SHA-256.</summary>
    public static string KeyId(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
}
