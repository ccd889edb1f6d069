using System.Collections.Frozen;
using Shared.Contracts.Directory;
using Shared.Contracts.Signing;

namespace Spoke.Api.Verification;

/// <summary>
/// The certificates of the programme's doctors by the name of their key, from the directory on this computer. Read when first asked
/// for, because each is checked with the programme's key.
/// </summary>
public sealed class DoctorKeys(ProgrammeDirectory directory, ProgrammeKey programme)
{
    private readonly Lazy<FrozenDictionary<string, PractitionerCertificate>> _certificates = new(() => directory.Practitioners
        .Select(p => PractitionerCertificate.Read(p.Certificate, programme.Key)).OfType<PractitionerCertificate>()
        .DistinctBy(c => c.PublicKey).ToFrozenDictionary(NameOf));

    public PractitionerCertificate? Find(string kid) => _certificates.Value.GetValueOrDefault(kid);

    private static string NameOf(PractitionerCertificate certificate)
    {
        using var key = Jws.PublicKey(certificate.PublicKey);
        return Jws.KeyId(key);
    }
}
