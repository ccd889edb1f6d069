using System.Text.Json.Serialization;

namespace Shared.Contracts.Consults;

/// <summary>What a picture or document shows. There is no name of a file: people write patients' names into those.</summary>
public enum AttachmentKind
{
    Photo,
    Ecg,
    Report,
}

/// <summary>One picture or document that follows the text in <see cref="AttachmentChunk"/>s. Listed in the text, so that the hub can say what is still to come.</summary>
/// <remarks>FHIR R4: DocumentReference with its Attachment.</remarks>
public sealed record ListedAttachment
{
    public const string Jpeg = "image/jpeg";
    public const string Pdf = "application/pdf";
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Of one consult, with everything added later.</summary>
    public const int MaxCount = 8;

    /// <summary>What was deleted before sending may leave holes.</summary>
    public const int MaxNumber = 1000;

    public static readonly string[] Types = [Jpeg, Pdf];

    /// <summary>From 1; what was once sent under a number keeps it, and there may be holes. At most <see cref="MaxNumber"/>.</summary>
    public required int Number { get; init; }

    public required AttachmentKind Kind { get; init; }

    /// <summary>One of <see cref="Types"/>: the spoke has made sure by the content.</summary>
    public required string ContentType { get; init; }

    public required int Bytes { get; init; }

    /// <summary>SHA-256 of the content, in 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What a sender may list at all.</summary>
    [JsonIgnore]
    public bool IsPossible => Number is > 0 and <= MaxNumber && Bytes is > 0 and <= MaxBytes && Types.Contains(ContentType)
        && Sha256.Length == 64 && Sha256.All(char.IsAsciiHexDigitLower);
}
