using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Spoke.Api.Domain;

namespace Spoke.Api.Paper;

/// <summary>Everything a site keeps of one patient, complete in itself: what is printed, and what another program reads.</summary>
public sealed record PatientRecord
{
    private static readonly JsonSerializerOptions Readable = new(Wire.Json) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string Programme { get; init; }
    public required string SpokeCode { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required Guid PatientId { get; init; }
    public required PatientSummary Patient { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Records of the same person that were merged into this one.</summary>
    public IReadOnlyList<OtherRecord> AlsoRegisteredAs { get; init; } = [];

    /// <summary>What stood there before it was corrected, oldest first. Null in copies made before that was kept.</summary>
    public IReadOnlyList<Correction>? Corrections { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<Consult> Consults { get; init; }

    public sealed record Consult
    {
        public required Guid ConsultId { get; init; }
        public required string Number { get; init; }
        public required RequestStatus Status { get; init; }
        public required string HubCode { get; init; }
        public required string RequestedBy { get; init; }
        public required DateTimeOffset? QueuedAt { get; init; }

        /// <summary>As the request went out: the patient may have been registered anew since.</summary>
        public required PatientSummary? Patient { get; init; }

        public required RequestContent? Request { get; init; }
        public required Urgency Urgency { get; init; }
        public required string? ReturnReason { get; init; }
        public required string? ReturnText { get; init; }
        public required IReadOnlyList<Message> Thread { get; init; }

        /// <summary>Every version, oldest first.</summary>
        public required IReadOnlyList<Advice> Advice { get; init; }

        /// <summary>What the treating doctor prescribed after the advice, every version, oldest first. Null in copies made before it was in them.</summary>
        public IReadOnlyList<Advice>? OwnPrescriptions { get; init; }

        public required IReadOnlyList<File> Attachments { get; init; }

        /// <summary>What was given of the medicine lines. Null in copies made before it was kept.</summary>
        public IReadOnlyList<Given>? Dispensed { get; init; }

        /// <summary>The consult that this one goes on from.</summary>
        public Guid? FollowsUp { get; init; }

        public DateTimeOffset? AmbulanceCalledAt { get; init; }
        public DateTimeOffset? ConsentWithdrawnAt { get; init; }
        public string? ConsentWithdrawnReason { get; init; }
        public required HowTold? ToldHow { get; init; }
        public required DateTimeOffset? ToldAt { get; init; }
        public required Outcome? Outcome { get; init; }
        public required string? OutcomeText { get; init; }
        public required IReadOnlyList<Happened> Events { get; init; }
    }

    public sealed record Correction(Guid PatientId, PatientSummary Before, string By, DateTimeOffset At);

    public sealed record OtherRecord(Guid PatientId, PatientSummary Patient, DateTimeOffset RegisteredAt);

    /// <param name="Line">Of that version of the advice, from 1.</param>
    public sealed record Given(int AdviceVersion, int Line, string Medicine, DispenseResult Result, decimal? Quantity, string By, DateTimeOffset At);

    public sealed record Message(bool FromHub, string By, DateTimeOffset At, string Text, Vitals? Vitals);

    /// <param name="ReceivedAt">Of an own prescription: when it was signed.</param>
    /// <param name="Note">Null when this site cannot check it any more; <paramref name="Document"/> is there all the same.</param>
    /// <param name="Document">The signed bytes as they came (compact JWS).</param>
    /// <param name="Withdrawal">The doctor's signed word that it no longer holds; null while it does.</param>
    public sealed record Advice(int Version, DateTimeOffset ReceivedAt, AdviceNote? Note, string Document, string? Withdrawal);

    /// <param name="Content">Base64.</param>
    public sealed record File(int Number, AttachmentKind Kind, string ContentType, string Sha256, DateTimeOffset AddedAt, byte[] Content);

    public sealed record Happened(string Kind, string? By, string? Code, DateTimeOffset At);

    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(brotli, this, Readable);
        return packed.ToArray();
    }

    public static PatientRecord Unpack(byte[] document)
    {
        using var json = Open(document);
        return JsonSerializer.Deserialize<PatientRecord>(json, Readable)!;
    }

    /// <summary>The JSON in it.</summary>
    public static Stream Open(byte[] document) => new BrotliStream(new MemoryStream(document), CompressionMode.Decompress);
}
