namespace Hub.Api.Domain;

/// <summary>How an offer ended.</summary>
public enum OfferEnd
{
    Accepted,
    Declined,
    Expired,

    /// <summary>A colleague was faster, or the consult waits no longer.</summary>
    Gone,
}

/// <summary>A waiting consult held out to one doctor for a while. An emergency is offered to everybody eligible at once.</summary>
public sealed class Offer
{
    public long Id { get; private init; }

    /// <summary>The hub's row of the consult.</summary>
    public long ConsultRow { get; private init; }

    public required string HubCode { get; init; }
    public required string PractitionerCode { get; init; }
    public required DateTimeOffset OfferedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while it stands.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public OfferEnd? Ended { get; private set; }

    /// <summary>Why it was declined: code of a list.</summary>
    public string? Reason { get; private set; }

    public void End(OfferEnd how, DateTimeOffset now, string? reason = null)
    {
        if (EndedAt is null) (Ended, EndedAt, Reason) = (how, now, reason);
    }
}
