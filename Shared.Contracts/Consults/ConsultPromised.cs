namespace Shared.Contracts.Consults;

/// <summary>
/// When the requester can expect the answer. Sent by Hub.Api when it has received a consult and whenever the promise changes; the highest
/// <see cref="Number"/> of the latest hop holds. Since contract 1.4.
/// </summary>
public sealed record ConsultPromised
{
    public const string WireName = "consult-promised.v1";

    /// <summary>Counts the promises of this hub for this consult, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Null: none can be made, refer the patient now.</summary>
    public DateTimeOffset? PromisedBy { get; init; }

    public required PromiseBecause Because { get; init; }

    /// <summary>Consults that come before it.</summary>
    public required int Ahead { get; init; }

    /// <summary>Doctors who are there for it.</summary>
    public required int OnDuty { get; init; }

    /// <summary>With <see cref="PromiseBecause.DoctorsLeft"/>: how many went off duty, and when the last of them did.</summary>
    public int? Left { get; init; }

    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>By the hub's clock.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Why it is promised for this time.</summary>
public enum PromiseBecause
{
    /// <summary>The programme's time for its urgency.</summary>
    InTime,

    /// <summary>More waits than those on duty can answer in that time.</summary>
    Queue,

    /// <summary>Nobody is on duty for it now.</summary>
    NobodyOnDuty,

    /// <summary>The last promise was not kept because doctors went off duty.</summary>
    DoctorsLeft,

    /// <summary>The hub waits for information from the requester.</summary>
    InformationAsked,
}
