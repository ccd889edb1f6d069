namespace Shared.Contracts.Consults;

/// <summary>The patient was told the advice, or could not be reached. Sent by Spoke.Api; not answered.</summary>
public sealed record PatientTold
{
    public const string WireName = "patient-told.v1";

    public required HowTold How { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string ToldBy { get; init; }
}

public enum HowTold
{
    InPerson,
    Phone,
    ThroughAsha,

    /// <summary>Tried without success: the consult stays open at the spoke.</summary>
    NotReached,
}
