using Shared.Contracts.Messaging;

namespace Shared.Contracts.Consults;

/// <summary>
/// The requester answers what the doctor asked, or adds something unasked while the consult is open. Sent by Spoke.Api;
/// the hub gives the consult back to its holder with <see cref="ConsultAccepted"/>.
/// </summary>
/// <remarks>FHIR R4: Communication.</remarks>
public sealed record InformationSupplied
{
    public const string WireName = "information-supplied.v1";

    public required Guid InformationId { get; init; }
    public required string Text { get; init; }
    public Vitals? Vitals { get; init; }

    /// <summary>What the red flags of <see cref="Vitals"/> ask for, where that is more haste than before. The hub takes the higher.</summary>
    [Since("1.2")] public Urgency? Urgency { get; init; }

    public required string SuppliedBy { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The pictures and documents that follow; null when there are none.</summary>
    [Since("1.2")] public IReadOnlyList<ListedAttachment>? Attachments { get; init; }
}
