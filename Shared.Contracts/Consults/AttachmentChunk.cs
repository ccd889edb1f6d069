namespace Shared.Contracts.Consults;

/// <summary>
/// A piece of an attachment that the request or later information has listed. Sent by Spoke.Api after the text, on a queue of its own and
/// when nothing else waits. The hub puts the pieces together in any order and checks the whole by its SHA-256; it answers nothing.
/// </summary>
/// <remarks>FHIR R4: a part of an Attachment's data.</remarks>
public sealed record AttachmentChunk
{
    public const string WireName = "attachment-chunk.v1";

    /// <summary>A hub takes pieces up to this; <see cref="UsualBytes"/> are sent.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Under three seconds on a link of 64 kbit/s: a text that is written meanwhile waits no longer than that.</summary>
    public const int UsualBytes = 16 * 1024;

    /// <summary>The <see cref="ListedAttachment.Number"/>.</summary>
    public required int Number { get; init; }

    /// <summary>Where in the content this piece begins.</summary>
    public required int Offset { get; init; }

    public required byte[] Data { get; init; }
}
