using System.Collections.Frozen;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;

namespace Spoke.Api.Verification;

/// <summary>
/// The certificates of the programme's doctors, former ones too, by the name of their key, from the directory on this computer. Read when
/// first asked for, because each is checked with the programme's key.
/// </summary>
public sealed class DoctorKeys(ProgrammeDirectory directory, ProgrammeKey programme)
{
    private readonly Lazy<FrozenDictionary<string, PractitionerCertificate[]>> _certificates = new(() => directory.Practitioners
        .SelectMany(p => (p.FormerCertificates ?? []).Prepend(p.Certificate))
        .Select(document => PractitionerCertificate.Read(document, programme.Key)).OfType<PractitionerCertificate>()
        .GroupBy(NameOf).ToFrozenDictionary(same => same.Key, same => same.ToArray()));

    public IReadOnlyList<PractitionerCertificate> Find(string kid) => _certificates.Value.GetValueOrDefault(kid, []);

    private static string NameOf(PractitionerCertificate certificate)
    {
        using var key = Jws.PublicKey(certificate.PublicKey);
        return Jws.KeyId(key);
    }
}
