namespace Shared.Contracts.Consults;

/// <summary>The hub has the request in its queue. Sent by Hub.Api in answer to <see cref="ConsultRequested"/>.</summary>
/// <remarks>FHIR R4: Task, status <c>received</c>.</remarks>
public sealed record ConsultReceived
{
    public const string WireName = "consult-received.v1";

    /// <summary>A request that took longer than this to arrive is marked, and the requester is asked whether it still stands.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromHours(72);

    /// <summary>By the hub's clock; the consult's time starts here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
