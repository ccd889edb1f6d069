using Shared.Contracts.Directory;
using Shared.Contracts.Signing;
using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>Doctors' names in the reader's script, as far as the certificates of the directory have them. Messages carry them in English.</summary>
public sealed class DoctorNames(ProgrammeDirectory programme, ProgrammeKey key)
{
    private readonly Lazy<Dictionary<string, string>> _hindi = new(() => Read(programme, key));

    public string Here(string? name) => name is null ? "" : Texts.InHindi && _hindi.Value.TryGetValue(name, out var hindi) ? hindi : name;

    private static Dictionary<string, string> Read(ProgrammeDirectory programme, ProgrammeKey key)
    {
        var names = new Dictionary<string, string>();
        foreach (var entry in programme.Practitioners)
            if (PractitionerCertificate.Read(entry.Certificate, key.Key)?.Practitioner is { NameHi: { Length: > 0 } hindi } signer) names[signer.Name] = hindi;
        return names;
    }
}
