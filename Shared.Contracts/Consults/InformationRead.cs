namespace Shared.Contracts.Consults;

/// <summary>
/// Somebody has read what the other side wrote: the doctor what was supplied, the requester what was asked. Sent by whichever side read;
/// not answered. Said again by another reader, the earliest holds. Since contract 1.3.
/// </summary>
/// <remarks>FHIR R4: Communication.received.</remarks>
public sealed record InformationRead
{
    public const string WireName = "information-read.v1";

    /// <summary>Of the <see cref="InformationAsked"/> or <see cref="InformationSupplied"/> that was read.</summary>
    public required Guid InformationId { get; init; }

    public required string ReadBy { get; init; }
    public required DateTimeOffset At { get; init; }
}
