using System.Security.Cryptography;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Directory;

/// <summary>The programme's public key, pinned in each service's settings: what it has signed is believed, the link up or down.</summary>
public sealed class ProgrammeKey(string spkiBase64) : IDisposable
{
    public ECDsa Key { get; } = Jws.PublicKey(spkiBase64);

    public void Dispose() => Key.Dispose();
}
