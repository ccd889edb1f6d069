using Shared.Contracts.Messaging;

namespace Shared.Contracts.Consults;

/// <summary>
/// The doctor's signed advice, with its prescription. Sent by Hub.Api; the spoke verifies it before showing it and answers,
/// when the requester has read it, with <see cref="AdviceAcknowledged"/>.
/// </summary>
/// <remarks>FHIR R4: Composition with MedicationRequests.</remarks>
public sealed record AdviceGiven
{
    public const string WireName = "advice-given.v1";

    /// <summary>Version of the advice, from 1; a later one supersedes.</summary>
    public required int AdviceVersion { get; init; }

    /// <summary>Compact JWS (ES256) over an <see cref="Advice.AdviceNote"/>, with the practitioner's certificate in its header.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// What the code on the slip says: compact JWS (ES256) over a <see cref="Verification.SlipCore"/>, by the same key. Null from hubs
    /// that predate contract 1.1, and with advice to a treating doctor.
    /// </summary>
    [Since("1.1")] public string? Slip { get; init; }
}
