namespace Shared.Contracts.Consults;

/// <summary>
/// The doctor's word on how well the request was asked, so that whoever asks learns from it. Sent by Hub.Api; said again, the latest holds.
/// </summary>
public sealed record RequestRated
{
    public const string WireName = "request-rated.v1";

    public required RequestRating Rating { get; init; }
    public required string RatedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

public enum RequestRating
{
    /// <summary>It could be answered as it was asked.</summary>
    Adequate,

    /// <summary>Something was missing that the doctor needed.</summary>
    Incomplete,

    /// <summary>Another specialty should have been asked.</summary>
    WrongSpecialty,
}
