using Shared.Contracts.Consults;

namespace Hub.Api.Domain;

/// <summary>How soon each urgency is to be answered (section <c>Promises</c>); the defaults are the programme's.</summary>
public sealed class PromiseOptions
{
    public const string Section = "Promises";

    public TimeSpan Stat { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan Asap { get; init; } = TimeSpan.FromHours(2);
    public TimeSpan Urgent { get; init; } = TimeSpan.FromHours(4);

    /// <summary>In hub hours. Routine is answered by the end of the hub's day, but has at least this long ...</summary>
    public TimeSpan RoutineLeast { get; init; } = TimeSpan.FromHours(2);

    /// <summary>... and at most this long, in hub hours.</summary>
    public TimeSpan RoutineMost { get; init; } = TimeSpan.FromHours(8);
}

/// <summary>What a promise is made from.</summary>
/// <param name="Ahead">Consults that come before it in the same queue.</param>
/// <param name="OnDuty">Doctors who are there for it.</param>
/// <param name="Pace">From taking to answering one, as it went lately.</param>
/// <param name="NextDuty">When the roster has the next doctor for it; null when nobody is planned.</param>
/// <param name="Left">Doctors who went off duty since the last promise, and when the last of them did.</param>
public sealed record PromiseFacts(int Ahead, int OnDuty, TimeSpan Pace, DateTimeOffset? NextDuty = null, int Left = 0, DateTimeOffset? LeftAt = null);

/// <summary>
/// When a consult is to be answered (its deadline, which orders the queue) and what its requester is told. Told is the deadline, unless who is
/// there cannot keep it: then so many before it, shared by so many doctors, at their pace and half as much again, and its own.
/// </summary>
public sealed class PromiseModel(PromiseOptions targets)
{
    /// <summary>While nothing has been answered yet, one takes so long.</summary>
    public static readonly TimeSpan UsualPace = TimeSpan.FromMinutes(12);

    private const double Margin = 1.5;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public DateTimeOffset Deadline(Urgency urgency, DateTimeOffset receivedAt, HubCalendar calendar) => urgency switch
    {
        Urgency.Stat => receivedAt + targets.Stat,
        Urgency.Asap => receivedAt + targets.Asap,
        Urgency.Urgent => receivedAt + targets.Urgent,
        _ => Routine(receivedAt, calendar),
    };

    /// <param name="isAsked">The hub waits for information from the spoke.</param>
    public ConsultPromised Make(Urgency urgency, DateTimeOffset deadline, bool isAsked, HubCalendar calendar, PromiseFacts facts, DateTimeOffset now)
    {
        var work = facts.Pace * (1 + (Margin * facts.Ahead / Math.Max(1, facts.OnDuty)));
        var promise = new ConsultPromised { Number = 0, PromisedBy = null, Because = PromiseBecause.NobodyOnDuty, Ahead = facts.Ahead, OnDuty = facts.OnDuty, At = now };
        if (facts.OnDuty == 0)
        {
            // An emergency does not wait for a shift to begin: the requester is told to refer.
            if (urgency == Urgency.Stat) return promise;
            // Where the roster names nobody either, the next word comes after some hours in which somebody could have come.
            var by = facts.NextDuty is { } next && next > now ? InHours(calendar, next, work) : InHours(calendar, now, work > targets.RoutineLeast ? work : targets.RoutineLeast);
            return promise with { PromisedBy = by > deadline ? by : deadline };
        }
        var likely = calendar.IsOpen(now) ? calendar.After(now, work) ?? now + work : now + work;
        if (likely <= deadline) return promise with { PromisedBy = deadline, Because = PromiseBecause.InTime };
        return promise with
        {
            PromisedBy = RoundedUp(likely),
            Because = isAsked ? PromiseBecause.InformationAsked : facts.Left > 0 ? PromiseBecause.DoctorsLeft : PromiseBecause.Queue,
            Left = facts.Left > 0 ? facts.Left : null,
            LeftAt = facts.LeftAt,
        };
    }

    private DateTimeOffset Routine(DateTimeOffset receivedAt, HubCalendar calendar)
    {
        if (calendar.After(receivedAt, targets.RoutineMost) is not { } most) return receivedAt + TimeSpan.FromDays(1);   // hours that never come
        if (calendar.EndOfDay(receivedAt) is not { } end) return most;
        var least = calendar.After(receivedAt, targets.RoutineLeast)!.Value;
        return end < least ? least : end > most ? most : end;
    }

    private static DateTimeOffset InHours(HubCalendar calendar, DateTimeOffset from, TimeSpan work) => RoundedUp(calendar.After(from, work) ?? (from + work));

    private static DateTimeOffset RoundedUp(DateTimeOffset at) => new((at.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, at.Offset);
}
