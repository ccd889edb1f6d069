using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Problems;

namespace Hub.Api.Advice;

/// <summary>Where the private keys of the practitioners who sign at this hub are. Bound from <c>Signing</c>.</summary>
public sealed class SigningOptions : IValidatableObject
{
    public const string Section = "Signing";

    /// <summary>A folder with one encrypted PKCS#8 file per practitioner, <c>{practitioner code}.pem</c>.</summary>
    [Required] public string KeysFolder { get; init; } = "";

    /// <summary>What the files are encrypted with.</summary>
    [Required] public string KeyPassword { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Directory.Exists(KeysFolder)) yield return new($"the folder '{KeysFolder}' does not exist.", [nameof(KeysFolder)]);
    }
}

/// <summary>Signs for a practitioner who may sign today, and for nobody else (guideline rules T1, T2).</summary>
public sealed class SigningKeys(SigningOptions options, ProgrammeDirectory directory, ProgrammeKey programme) : IDisposable
{
    private readonly ConcurrentDictionary<string, ECDsa?> _keys = new();

    public sealed record Hand(PractitionerCertificate Certificate, string CertificateDocument, string Kid, ECDsa Key);

    /// <exception cref="RuleBrokenException"><c>registration-missing</c> or <c>registration-expired</c>.</exception>
    public Hand For(string? practitionerCode, DateOnly day)
    {
        var entry = directory.Practitioners.FirstOrDefault(p => p.Code == practitionerCode);
        if (entry?.Certificate is not { } document || PractitionerCertificate.Read(document, programme.Key) is not { } certificate)
            throw new RuleBrokenException("registration-missing");
        if (!certificate.IsValidOn(day)) throw new RuleBrokenException("registration-expired");
        if (_keys.GetOrAdd(entry.Code, Load) is not { } key) throw new RuleBrokenException("registration-missing");
        return new Hand(certificate, document, Jws.KeyId(key), key);
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values) key?.Dispose();
    }

    private ECDsa? Load(string code)
    {
        var file = Path.Combine(options.KeysFolder, Path.GetFileName(code) + ".pem");
        if (!File.Exists(file)) return null;
        var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(file), options.KeyPassword);
        return key;
    }
}
