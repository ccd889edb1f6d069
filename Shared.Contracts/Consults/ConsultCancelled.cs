namespace Shared.Contracts.Consults;

/// <summary>The hub has cancelled the consult as asked. Sent by Hub.Api in answer to <see cref="CancellationRequested"/>.</summary>
public sealed record ConsultCancelled
{
    public const string WireName = "consult-cancelled.v1";

    public required DateTimeOffset At { get; init; }
}
