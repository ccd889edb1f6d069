using System.Text.Json.Serialization;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
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

    /// <summary>The earlier consult, answered before, that this one goes on from; its doctor is offered it first.</summary>
    [Since("1.3")] public Guid? FollowsUp { get; init; }

    /// <summary>The pictures and documents that follow; null when there are none.</summary>
    [Since("1.2")] public IReadOnlyList<ListedAttachment>? Attachments { get; init; }
}

/// <summary>The health officer or medical officer who asks.</summary>
public sealed record Requester
{
    public required string Name { get; init; }

    /// <summary><c>cho</c> or <c>mo</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The directory's code when the requester is a registered practitioner.</summary>
    public string? PractitionerCode { get; init; }

    /// <summary>The register the requester is on, as the spoke's directory has it. Null from spokes that predate contract 1.1, and where it is not known.</summary>
    [Since("1.1")] public PractitionerRegister? Register { get; init; }

    /// <summary>
    /// A medical officer on a State Medical Council's or the National Medical Commission's register stays the treating doctor and prescribes;
    /// every other requester, AYUSH included, is answered with the hub doctor's prescription (guideline rules T15, T16).
    /// </summary>
    [JsonIgnore]
    public bool IsTreatingDoctor => Role == "mo" && (Register is PractitionerRegister.StateMedicalCouncil or PractitionerRegister.Nmc);
}
