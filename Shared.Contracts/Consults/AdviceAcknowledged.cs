namespace Shared.Contracts.Consults;

/// <summary>The requester has read the advice. Sent by Spoke.Api; not answered.</summary>
public sealed record AdviceAcknowledged
{
    public const string WireName = "advice-acknowledged.v1";

    public required int AdviceVersion { get; init; }
    public required string ReadBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
