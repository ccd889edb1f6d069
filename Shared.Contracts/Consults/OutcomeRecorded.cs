namespace Shared.Contracts.Consults;

/// <summary>What became of the patient. Sent by Spoke.Api; closes the consult at the hub; not answered.</summary>
public sealed record OutcomeRecorded
{
    public const string WireName = "outcome-recorded.v1";

    public required Outcome Code { get; init; }
    public string? Text { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

public enum Outcome
{
    Improved,
    Same,
    Worse,
    Referred,
    Died,

    /// <summary>Nobody recorded one within 30 days.</summary>
    NotKnown,
}
