using Shared.Contracts.Consults;

namespace Spoke.Api.Domain;

/// <summary>
/// A picture or document of a request, as it was after cleaning. In the database, so that it is saved, backed up and sent with the text it
/// belongs to, or not at all. Read without its content wherever only the list is needed.
/// </summary>
/// <remarks>FHIR R4: DocumentReference.</remarks>
public sealed class Attachment
{
    public long Id { get; private init; }
    public required Guid ConsultId { get; init; }

    /// <summary>See <see cref="ListedAttachment.Number"/>.</summary>
    public required int Number { get; init; }

    public required AttachmentKind Kind { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Content { get; init; }
    public required int Bytes { get; init; }
    public required string Sha256 { get; init; }
    public required string AddedBy { get; init; }
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The same picture for the request that corrects this one: not sent yet.</summary>
    public Attachment For(Guid consultId, int number) => new()
    {
        ConsultId = consultId,
        Number = number,
        Kind = Kind,
        ContentType = ContentType,
        Content = Content,
        Bytes = Bytes,
        Sha256 = Sha256,
        AddedBy = AddedBy,
        AddedAt = AddedAt,
    };

    /// <summary>When it was sent off with the request or with information; until then it may be deleted.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The information it went with; null when with the request.</summary>
    public Guid? InformationId { get; set; }
}
