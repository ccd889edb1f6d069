using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Shared.Contracts.Diagnoses;
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

/// <summary>
/// The programme has taken new medicine lists or a new formulary. Sent by the hub process that holds the programme key to every site.
/// About no consult: its envelope has the empty id.
/// </summary>
public sealed record ListsPublished
{
    public const string WireName = "lists-published.v1";

    public required int Number { get; init; }

    /// <summary>Compact JWS of <see cref="ProgrammeLists"/> by the programme key.</summary>
    public required string Document { get; init; }
}

/// <summary>
/// The lists that a service judges by now: the latest that were taken, or those of its directory. They are exchanged whole, so that nobody
/// ever sees the formulary of one issue with the lists of another.
/// </summary>
public sealed class ListsInForce(ProgrammeDirectory directory)
{
    private volatile State _now = new(0, directory.Prescribing(), directory.Formulary(), DiagnosisIndex.Default);

    /// <summary>0 while only the directory has spoken.</summary>
    public int Number => _now.Number;

    /// <summary>The version of lists that are sent to the sites: its day and number.</summary>
    public static string VersionOf(DateOnly orderedOn, int number) => string.Create(CultureInfo.InvariantCulture, $"{orderedOn:yyyy-MM-dd}/{number}");

    /// <summary>True for a version of lists that were sent and have not come yet.</summary>
    public bool IsToCome(string? rulesVersion) =>
        rulesVersion?.Split('/') is [_, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sent) && sent > Number;

    public PrescribingPolicy Policy => _now.Policy;
    public Formulary Formulary => _now.Formulary;
    public DiagnosisIndex Diagnoses => _now.Diagnoses;

    /// <summary>An older number changes nothing.</summary>
    /// <exception cref="InvalidDataException">They contradict each other: a sentence that names the medicine.</exception>
    public void Take(int number, MedicineLists lists, FormularyData formulary, DiagnosisData? diagnoses = null)
    {
        if (number <= _now.Number) return;
        var known = new Formulary(formulary, lists);
        _now = new(number, new PrescribingPolicy(lists, known.ListOInstead), known, diagnoses is null ? DiagnosisIndex.Default : new DiagnosisIndex(diagnoses));
    }

    private sealed record State(int Number, PrescribingPolicy Policy, Formulary Formulary, DiagnosisIndex Diagnoses);
}
