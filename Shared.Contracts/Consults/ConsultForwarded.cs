
namespace Shared.Contracts.Consults;

/// <summary>
/// A hub passes a consult on to another: the whole of it, with the clock it started with. Sent by Hub.Api to Hub.Api under the next hop;
/// pictures follow in <see cref="AttachmentChunk"/>s, and what still reaches the old hub is sent after it. The requester is told by
/// <see cref="ConsultRedirected"/>.
/// </summary>
/// <remarks>FHIR R4: Task that replaces a Task, with its ServiceRequest and Communications.</remarks>
public sealed record ConsultForwarded
{
    public const string WireName = "consult-forwarded.v1";

    /// <summary>As the spoke sent it; <see cref="ConsultRequested.Attachments"/> are those that came with it.</summary>
    public required ConsultRequested Request { get; init; }

    /// <summary>The address of the site that asked; answers go there.</summary>
    public required string Site { get; init; }

    /// <summary>The specialty that is asked now.</summary>
    public required string Specialty { get; init; }

    /// <summary>As asked, or as later vitals raised it.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>When the first hub received it: the clock goes on.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the requester said that a request that arrived late still stands.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When the ambulance was called, if it was.</summary>
    public DateTimeOffset? AmbulanceCalledAt { get; init; }

    /// <summary>The talk so far, oldest first.</summary>
    public required IReadOnlyList<ForwardedMessage> Thread { get; init; }

    /// <summary>Where it has been, oldest first; the last is the sender.</summary>
    public required IReadOnlyList<HopStep> Path { get; init; }

    /// <summary>The colleague it is meant for, by the directory's code; null when it is for whoever answers the specialty.</summary>
    public string? PractitionerCode { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>One message of the talk, with what came with it.</summary>
public sealed record ForwardedMessage
{
    public required Guid InformationId { get; init; }
    public required bool FromHub { get; init; }
    public required string Text { get; init; }
    public Vitals? Vitals { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public IReadOnlyList<ListedAttachment>? Attachments { get; init; }
}

/// <summary>A place that a consult has left.</summary>
/// <param name="By">Who passed it on; null when a hub's rules did.</param>
/// <param name="Reason">See <see cref="ConsultRedirected.Reasons"/>.</param>
public sealed record HopStep(string HubCode, string Specialty, string Reason, string? By, DateTimeOffset At);
