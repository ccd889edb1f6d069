namespace Hub.Api.Domain;

/// <summary>Why a turn of duty ended.</summary>
public enum OffDuty
{
    Said,

    /// <summary>No page of the doctor's was open for <see cref="Presence.Silence"/>.</summary>
    Silent,
}

/// <summary>One stay of a doctor on duty at one hub, whatever the roster planned; only who is there is counted on.</summary>
public sealed class Presence
{
    /// <summary>After so long without a sign of life nobody counts on the doctor any more.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(20);

    /// <summary>How often a sign of life is written down: a page that refreshes every few seconds writes no more often.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(2);

    public long Id { get; private init; }
    public required string HubCode { get; init; }
    public required Guid AccountId { get; init; }
    public required string PractitionerCode { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public OffDuty? Because { get; private set; }

    public void End(OffDuty because, DateTimeOffset now) => (EndedAt, Because) = (now, because);
}
