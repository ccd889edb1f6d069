namespace Shared.Contracts.Consults;

/// <summary>
/// The patient no longer agrees (guideline rules T6, T10). Sent by Spoke.Api. A consult that is open ends with it, and the hub answers
/// <see cref="ConsultCancelled"/>; what was answered before stands, and both sides show that consent was withdrawn. Since contract 1.3.
/// </summary>
/// <remarks>FHIR R4: Consent, status <c>inactive</c>.</remarks>
public sealed record ConsentWithdrawn
{
    public const string WireName = "consent-withdrawn.v1";

    /// <summary>The patient owes none.</summary>
    public string? Reason { get; init; }

    public required string RecordedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
