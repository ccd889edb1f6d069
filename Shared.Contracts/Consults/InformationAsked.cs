namespace Shared.Contracts.Consults;

/// <summary>The doctor needs to know something before advising. Sent by Hub.Api; answered by <see cref="InformationSupplied"/>.</summary>
/// <remarks>FHIR R4: CommunicationRequest.</remarks>
public sealed record InformationAsked
{
    public const string WireName = "information-asked.v1";

    public required Guid InformationId { get; init; }
    public required string Text { get; init; }
    public required string AskedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
