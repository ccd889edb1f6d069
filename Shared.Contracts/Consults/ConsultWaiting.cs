namespace Shared.Contracts.Consults;

/// <summary>The consult is back in the queue because its holder handed it back or was silent too long. Sent by Hub.Api.</summary>
public sealed record ConsultWaiting
{
    public const string WireName = "consult-waiting.v1";

    public required WaitingAgain Because { get; init; }
    public required DateTimeOffset At { get; init; }
}

public enum WaitingAgain
{
    HandedBack,
    LeaseEnded,
}
