namespace Shared.Contracts.Consults;

/// <summary>
/// A request that reached the hub more than 72 hours after it was made still stands: the requester has seen the patient, or asked.
/// Sent by Spoke.Api; not answered. Since contract 1.1.
/// </summary>
public sealed record ConsultConfirmed
{
    public const string WireName = "consult-confirmed.v1";

    public required string ConfirmedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
