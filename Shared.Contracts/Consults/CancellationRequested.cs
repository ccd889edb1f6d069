namespace Shared.Contracts.Consults;

/// <summary>
/// The requester takes the request back; no reason is needed. Sent by Spoke.Api; the hub decides and answers
/// <see cref="ConsultCancelled"/>, or with what it has already sent: <see cref="AdviceGiven"/> or <see cref="ConsultReturned"/>.
/// </summary>
public sealed record CancellationRequested
{
    public const string WireName = "cancellation-requested.v1";

    public string? Reason { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
