using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Medicines;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Directory;

/// <summary>
/// The programme's medicine lists and formulary as they were taken, signed by the programme key like its directory, and whole: whoever has
/// the latest needs none before it. A site checks signed advice with them.
/// </summary>
public sealed record ProgrammeLists
{
    public const string Typ = "lists";

    // Twenty times what this project's own take.
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Grows with every issue; the highest is in force.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public required MedicineLists MedicineLists { get; init; }
    public required FormularyData Formulary { get; init; }

    public static string Sign(ProgrammeLists lists, ECDsa programmeKey) => Jws.Sign(
        Deflate.Pack(JsonSerializer.SerializeToUtf8Bytes(lists, Wire.Json)), Typ, Jws.KeyId(programmeKey), programmeKey, zip: Deflate.Zip);

    /// <summary>The lists, if the programme key signed them and they can be read; otherwise a sentence that says what is wrong.</summary>
    /// <exception cref="InvalidDataException">They are not signed by the programme, or not readable.</exception>
    public static ProgrammeLists Read(string document, ECDsa programmeKey)
    {
        if (Jws.Verify(document.Trim(), Typ, programmeKey) is not { } packed || Jws.ReadHeader(document) is not { Zip: Deflate.Zip })
            throw new InvalidDataException("The lists are not signed by the programme key of the settings.");
        try
        {
            return (Deflate.Unpack(packed, MostBytes) is { } json ? JsonSerializer.Deserialize<ProgrammeLists>(json, Wire.Json) : null)
                ?? throw new InvalidDataException("The lists are too large or not packed as they should be.");
        }
        catch (JsonException misshapen)
        {
            throw new InvalidDataException($"The lists are not written as this version of the service reads them, at {misshapen.Path ?? "$"}.");
        }
    }
}
