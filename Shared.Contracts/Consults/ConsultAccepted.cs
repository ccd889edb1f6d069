namespace Shared.Contracts.Consults;

/// <summary>A doctor holds the consult, at first or again after information came. Sent by Hub.Api.</summary>
/// <remarks>FHIR R4: Task, status <c>accepted</c>.</remarks>
public sealed record ConsultAccepted
{
    public const string WireName = "consult-accepted.v1";

    public required string PractitionerName { get; init; }
    public required DateTimeOffset At { get; init; }
}
