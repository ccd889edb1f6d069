namespace Spoke.Api.Domain;

/// <summary>A short message to a patient's phone that says that advice is here, and nothing of what it says.</summary>
/// <remarks>FHIR R4: Communication, medium SMS.</remarks>
public sealed class TextMessage
{
    /// <summary>Then it is no news any more: the officer tells the patient anyway.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public long Id { get; private init; }

    /// <summary>Goes with every try, so that a gateway which knows it sends nothing twice.</summary>
    public required Guid MessageId { get; init; }

    public required Guid ConsultId { get; init; }
    public required int AdviceVersion { get; init; }

    /// <summary>An Indian mobile number, ten digits.</summary>
    public required string To { get; init; }

    public required string Text { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; set; }
    public int Tries { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it was dropped: the patient knows already, or it is too late.</summary>
    public DateTimeOffset? DroppedAt { get; private set; }

    public bool IsOpen => SentAt is null && DroppedAt is null;

    /// <summary>Before each try, so that one that dies in the middle is tried again later and not at once.</summary>
    public void Try(DateTimeOffset now)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(Tries, 10));
        (Tries, DueAt) = (Tries + 1, now + (wait < LongestWait ? wait : LongestWait));
    }

    public void Sent(DateTimeOffset now) => SentAt = now;

    public void Drop(DateTimeOffset now) => DroppedAt = now;
}
