using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Signing;

namespace Testing;

/// <summary>The demo programme's office: it issues other directories and certificates than those of the demo.</summary>
public static class TestDirectory
{
    private static readonly Lazy<ECDsa> Key = new(() => KeyIn(TestService.Programme.ProgrammePrivateKeyFile));

    public static ProgrammeDirectory Demo => ProgrammeDirectory.Read(File.ReadAllText(TestService.Programme.DirectoryFile), Key.Value);

    /// <summary>A doctor's signing key as the demo made it.</summary>
    public static ECDsa KeyOf(string doctor) => KeyIn(Path.Combine(TestService.Programme.KeysFolder, $"{doctor}.pem"));

    public static PractitionerCertificate CertificateOf(string doctor) => PractitionerCertificate.Read(Demo.Practitioner(doctor)!.Certificate, Key.Value)!;

    /// <summary>The programme's word for a certificate.</summary>
    public static string Certify(PractitionerCertificate certificate) =>
        Jws.Sign(JsonSerializer.SerializeToUtf8Bytes(certificate, Wire.Json), PractitionerCertificate.Typ, Jws.KeyId(Key.Value), Key.Value);

    /// <summary>The setting with which a service reads another directory: the demo's with one entry changed.</summary>
    public static (string Key, string Value) With(string doctor, Func<PractitionerEntry, PractitionerEntry> change)
    {
        var directory = Demo;
        var file = Path.Combine(TestService.Programme.Folder, $"directory-{Guid.CreateVersion7():N}.jws");
        File.WriteAllText(file, ProgrammeDirectory.Sign(
            directory with { Practitioners = [.. directory.Practitioners.Select(p => p.Code == doctor ? change(p) : p)] }, Key.Value));
        return ("Directory:File", file);
    }

    private static ECDsa KeyIn(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(file), TestService.Programme.KeyPassword);
        return key;
    }
}
