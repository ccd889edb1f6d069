namespace Hub.Api.Domain;

/// <summary>How a doctor on duty answers.</summary>
public enum ShiftKind
{
    /// <summary>Answers the queue in writing.</summary>
    Written,

    /// <summary>Can also be spoken with.</summary>
    Live,

    /// <summary>On call: asked when those above do not answer. May lie outside hub hours.</summary>
    Backup,
}

/// <summary>When a doctor is planned to answer one specialty at one hub: every week on one weekday, or on one day. Times are India's.</summary>
/// <remarks>FHIR R4: Schedule.</remarks>
public sealed class Shift
{
    public const int MostCapacity = 200;

    public long Id { get; private init; }
    public required string HubCode { get; init; }
    public required string PractitionerCode { get; init; }
    public required string Specialty { get; init; }
    public required ShiftKind Kind { get; init; }

    /// <summary>Null: only on the day <see cref="From"/>.</summary>
    public DayOfWeek? Weekday { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day on which it may begin; null: until somebody ends it.</summary>
    public DateOnly? Until { get; set; }

    public required TimeOnly Begins { get; init; }

    /// <summary>At or before <see cref="Begins"/>: on the next day.</summary>
    public required TimeOnly Ends { get; set; }

    /// <summary>How many consults the doctor may hold at once.</summary>
    public required int Capacity { get; set; }

    /// <summary>Whether it begins on this day, holidays and leave aside.</summary>
    public bool IsOn(DateOnly day) => Weekday is { } weekday
        ? day.DayOfWeek == weekday && From <= day && (Until is not { } last || day <= last)
        : day == From;

    public Span SpanOn(DateOnly day) => Span.On(day, Begins, Ends);

    /// <summary>Whether the two are ever on at the same time.</summary>
    public bool Overlaps(Shift other)
    {
        // Patterns repeat every seven days, so the first days on which both are in force tell; one more each way for nights.
        var first = (From > other.From ? From : other.From).AddDays(-1);
        for (var day = first; day <= first.AddDays(9); day = day.AddDays(1))
        {
            if (!IsOn(day)) continue;
            var own = SpanOn(day);
            for (var its = day.AddDays(-1); its <= day.AddDays(1); its = its.AddDays(1))
                if (other.IsOn(its) && own.Overlaps(other.SpanOn(its))) return true;
        }
        return false;
    }

    /// <summary>Says the same of the same doctor: a list that is read again changes it instead of adding to it.</summary>
    public bool IsSame(Shift other) => (HubCode, PractitionerCode, Specialty, Kind, Weekday, From, Begins)
        == (other.HubCode, other.PractitionerCode, other.Specialty, other.Kind, other.Weekday, other.From, other.Begins);
}

/// <summary>
/// Days, from midnight to midnight, on which a doctor is away from every hub. The one who covers takes over what falls into them and what
/// he or she may do: at a hub of another, or in another specialty, it is a gap, which the roster shows.
/// </summary>
public sealed class Leave
{
    public long Id { get; private init; }
    public required string PractitionerCode { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly Until { get; init; }
    public string? CoverCode { get; init; }

    public bool Holds(DateOnly day) => From <= day && day <= Until;

    public Span Span => new(Span.On(From, TimeOnly.MinValue, TimeOnly.MinValue).Begins, Span.On(Until, TimeOnly.MinValue, TimeOnly.MinValue).Ends);
}

/// <summary>The one row that whoever plans takes first, so that officers plan one after the other.</summary>
public sealed class RosterTurn
{
    public int Id { get; private init; }
    public long Taken { get; private init; }
}

/// <summary>From a moment up to, and without, another.</summary>
public readonly record struct Span(DateTimeOffset Begins, DateTimeOffset Ends)
{
    private static readonly TimeSpan India = new(5, 30, 0);

    /// <summary>By the clock in India; an end at or before the beginning is on the next day.</summary>
    public static Span On(DateOnly day, TimeOnly begins, TimeOnly ends) =>
        new(new(day.ToDateTime(begins), India), new((ends <= begins ? day.AddDays(1) : day).ToDateTime(ends), India));

    /// <summary>The day in India on which this moment is.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(India).DateTime);

    public bool Holds(DateTimeOffset at) => Begins <= at && at < Ends;

    public bool Overlaps(Span other) => Begins < other.Ends && other.Begins < Ends;

    /// <summary>What both hold; only for those that overlap.</summary>
    public Span And(Span other) => new(Begins > other.Begins ? Begins : other.Begins, Ends < other.Ends ? Ends : other.Ends);

    /// <summary>Whether one of these holds every moment of it.</summary>
    public bool IsFilledBy(IReadOnlyList<Span> others)
    {
        var (begins, ends) = (Begins, Ends);
        return others.Select(o => o.Ends).Where(at => begins < at && at < ends).Append(begins).All(at => others.Any(o => o.Holds(at)));
    }

    public bool Contains(Span other) => Begins <= other.Begins && other.Ends <= Ends;
}
