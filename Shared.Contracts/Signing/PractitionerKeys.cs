using System.Collections.Concurrent;
using System.Security.Cryptography;
using Shared.Contracts.Directory;

namespace Shared.Contracts.Signing;

/// <summary>
/// The private keys of the practitioners who sign here, sealed in files of one folder: encrypted PKCS#8, <c>{practitioner code}.pem</c>.
/// They sign for a practitioner who may sign that day, and for nobody else (guideline rules T1, T2).
/// </summary>
/// <param name="password">What the files are encrypted with.</param>
public sealed class PractitionerKeys(string folder, string password, ProgrammeDirectory directory, ProgrammeKey programme) : IDisposable
{
    private readonly ConcurrentDictionary<string, ECDsa?> _keys = new();

    public sealed record Hand(PractitionerCertificate Certificate, string CertificateDocument, string Kid, ECDsa Key);

    /// <summary>
    /// What signs for a practitioner, or the stable code of why nothing does: <c>registration-missing</c>, <c>registration-expired</c>,
    /// <c>key-not-certified</c> (the key here is another than the certificate's).
    /// </summary>
    public (Hand? Hand, string? Refusal) For(string? practitionerCode, DateOnly day)
    {
        var entry = directory.Practitioner(practitionerCode);
        if (entry?.Certificate is not { } document || PractitionerCertificate.Read(document, programme.Key) is not { } certificate) return (null, "registration-missing");
        if (!certificate.IsValidOn(day)) return (null, "registration-expired");
        if (_keys.GetOrAdd(entry.Code, Load) is not { } key) return (null, "registration-missing");
        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()) == certificate.PublicKey
            ? (new Hand(certificate, document, Jws.KeyId(key), key), null)
            : (null, "key-not-certified");
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values) key?.Dispose();
    }

    private ECDsa? Load(string code)
    {
        var file = Path.Combine(folder, Path.GetFileName(code) + ".pem");
        if (!File.Exists(file)) return null;
        var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(file), password);
        return key;
    }
}
