using Shared.Hosting.Problems;

namespace Spoke.Api.Domain;

/// <summary>Who may ask for a copy of a patient's record.</summary>
public enum CopyFor
{
    Patient,

    /// <summary>Parent or guardian of a child, or of somebody who cannot ask.</summary>
    Guardian,

    /// <summary>Somebody whom the patient named.</summary>
    Nominee,
}

/// <summary>
/// A patient asked for a copy of the whole record, and has it within 72 hours (guideline rule T18). It is made once, and what was made
/// is what is given.
/// </summary>
public sealed class RecordCopy
{
    public static readonly TimeSpan DueAfter = TimeSpan.FromHours(72);

    private RecordCopy() { }   // EF Core

    public long Id { get; private init; }
    public required Guid CopyId { get; init; }
    public required string SpokeCode { get; init; }
    public required Guid PatientId { get; init; }
    public required CopyFor AskedFor { get; init; }

    /// <summary>Who noted that it was asked for.</summary>
    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The record in JSON, packed (Brotli); null until it is made.</summary>
    public byte[]? Document { get; private set; }

    public DateTimeOffset? MadeAt { get; private set; }
    public string? GivenBy { get; private set; }
    public DateTimeOffset? GivenAt { get; private set; }

    public static RecordCopy Ask(Guid patientId, string spokeCode, CopyFor askedFor, string by, DateTimeOffset now) => new()
    {
        CopyId = Guid.CreateVersion7(now),
        SpokeCode = spokeCode,
        PatientId = patientId,
        AskedFor = askedFor,
        AskedBy = by,
        AskedAt = now,
        DueAt = now + DueAfter,
    };

    /// <summary>Keeps what was made; a second making changes nothing.</summary>
    public void Made(byte[] document, DateTimeOffset now)
    {
        if (MadeAt is null) (Document, MadeAt) = (document, now);
    }

    /// <summary>It is in the hands of whoever asked. Saying so again changes nothing.</summary>
    public void Give(string by, DateTimeOffset now)
    {
        if (MadeAt is null) throw new RuleBrokenException("copy-not-made");
        if (GivenAt is null) (GivenBy, GivenAt) = (by, now);
    }
}
