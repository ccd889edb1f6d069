namespace Shared.Contracts.Consults;

/// <summary>The consult cannot be answered remotely, or not by this hub; the requester may correct and send again. Sent by Hub.Api.</summary>
/// <remarks>FHIR R4: Task, status <c>rejected</c>.</remarks>
public sealed record ConsultReturned
{
    public const string WireName = "consult-returned.v1";

    /// <summary>Stable code, such as <c>needs-in-person</c>, <c>incomplete</c>, <c>wrong-specialty</c>, <c>spoke-not-mapped</c>.</summary>
    public required string Reason { get; init; }

    public string? Text { get; init; }

    /// <summary>The doctor; null when the hub's own rules returned it.</summary>
    public string? ReturnedBy { get; init; }

    public required DateTimeOffset At { get; init; }
}
