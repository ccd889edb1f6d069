using System.Security.Cryptography;
using Shared.Contracts.Consults;

namespace Hub.Api.Domain;

/// <summary>A picture or document that a spoke has announced. Its pieces come one by one, in any order; it is shown when all are here and right.</summary>
/// <remarks>FHIR R4: DocumentReference.</remarks>
public sealed class ConsultAttachment
{
    public long Id { get; private init; }
    public required int Number { get; init; }
    public required AttachmentKind Kind { get; init; }
    public required string ContentType { get; init; }
    public required int Bytes { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>The information it came with; null when with the request.</summary>
    public Guid? InformationId { get; init; }

    /// <summary>When the last piece was here and the whole was right.</summary>
    public DateTimeOffset? ArrivedAt { get; private set; }

    /// <summary>When all was here and was not what had been announced; it is never shown.</summary>
    public DateTimeOffset? DamagedAt { get; private set; }

    /// <summary>Loaded only to put them together.</summary>
    public List<AttachmentPiece> Pieces { get; } = [];

    public static ConsultAttachment Of(ListedAttachment listed, Guid? informationId) => new()
    {
        Number = listed.Number,
        Kind = listed.Kind,
        ContentType = listed.ContentType,
        Bytes = listed.Bytes,
        Sha256 = listed.Sha256,
        InformationId = informationId,
    };

    /// <summary>The same content came with an earlier request. It is looked at like any other: what went bad meanwhile is waited for anew.</summary>
    public void TakeOver(ConsultAttachment same, DateTimeOffset now)
    {
        if (same.Whole() is not { } content) return;
        Pieces.Add(new AttachmentPiece { Offset = 0, Length = content.Length, Data = content });
        ArrivedAt = now;
    }

    /// <summary>As it was announced.</summary>
    public ListedAttachment Listed() => new()
    {
        Number = Number,
        Kind = Kind,
        ContentType = ContentType,
        Bytes = Bytes,
        Sha256 = Sha256,
    };

    /// <summary>All pieces are here: true when together they are what was announced.</summary>
    public bool Finish(DateTimeOffset now)
    {
        if (Whole() is null) DamagedAt = now;
        else ArrivedAt = now;
        return ArrivedAt is not null;
    }

    /// <summary>The content, checked again at each reading; null when it is not what was announced.</summary>
    public byte[]? Whole()
    {
        var content = Together();
        return content.Length == Bytes && Convert.ToHexStringLower(SHA256.HashData(content)) == Sha256 ? content : null;
    }

    public byte[] Together()
    {
        var (content, at) = (new byte[Pieces.Sum(p => p.Length)], 0);
        foreach (var piece in Pieces.OrderBy(p => p.Offset))
        {
            piece.Data.CopyTo(content, at);
            at += piece.Length;
        }
        return content;
    }
}

/// <summary>A piece as it came. The first at a place stays.</summary>
public sealed class AttachmentPiece
{
    public long Id { get; private init; }
    public required int Offset { get; init; }
    public required int Length { get; init; }
    public required byte[] Data { get; init; }
}
