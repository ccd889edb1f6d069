using Shared.Contracts.Patients;

namespace Shared.Contracts.Consults;

/// <summary>
/// A requester at a spoke asks the mapped hub for a doctor's opinion on one patient. Sent by Spoke.Api when the request is
/// sent off. The hub answers first with <see cref="ConsultReceived"/> or <see cref="ConsultReturned"/>, later with
/// <see cref="AdviceGiven"/>.
/// </summary>
/// <remarks>FHIR R4: ServiceRequest, intent <c>order</c>, status <c>active</c>.</remarks>
public sealed record ConsultRequested
{
    public const string WireName = "consult-requested.v1";

    /// <summary>The number people say on the phone: spoke code and a count, such as HP-SML-0147-00312.</summary>
    public required string Number { get; init; }

    public required string SpokeCode { get; init; }

    public required Requester Requester { get; init; }

    public required PatientSummary Patient { get; init; }

    public required RequestContent Request { get; init; }

    /// <summary>By the spoke's clock: shown, never used for order or promises.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The returned request that this one corrects, if any.</summary>
    public Guid? Corrects { get; init; }
}

/// <summary>The health officer or medical officer who asks.</summary>
public sealed record Requester
{
    public required string Name { get; init; }

    /// <summary><c>cho</c> or <c>mo</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The directory's code when the requester is a registered practitioner.</summary>
    public string? PractitionerCode { get; init; }
}
