using Shared.Contracts.Directory;

namespace Hub.Api.Domain;

/// <summary>When a hub answers: its hours in the directory, without the programme's holidays. A hub whose hours are not known counts as always open.</summary>
public sealed class HubCalendar(IReadOnlyList<HubHours>? hours, IReadOnlyList<Holiday>? holidays)
{
    public static HubCalendar Of(ProgrammeDirectory directory, string hub) => new(directory.Hub(hub)?.Hours, directory.Holidays);

    /// <summary>Open day and night, holidays too.</summary>
    public bool NeverCloses { get; } = hours?.Where(h => h.From == h.Until).Select(h => h.Day).Distinct().Count() is null or 7;

    public Holiday? HolidayOn(DateOnly day) => NeverCloses ? null : holidays?.FirstOrDefault(holiday => holiday.Day == day);

    /// <summary>What is open from hours that begin on this day.</summary>
    public IEnumerable<Span> OpenOn(DateOnly day) => NeverCloses ? [Span.On(day, TimeOnly.MinValue, TimeOnly.MinValue)]
        : HolidayOn(day) is not null ? []
        : HoursOf(day);

    public bool IsOpen(DateTimeOffset at) => Open(DayOf(at).AddDays(-1), 2).Any(span => span.Holds(at));

    /// <summary>Whether hours of the week hold all of a shift that begins on this weekday; a holiday is no reason to refuse a pattern.</summary>
    public bool Holds(DayOfWeek weekday, TimeOnly begins, TimeOnly ends)
    {
        if (NeverCloses) return true;
        var someDay = new DateOnly(2026, 11, 22).AddDays((int)weekday);   // a Sunday and what follows it
        var wanted = Span.On(someDay, begins, ends);
        return Merged(Enumerable.Range(-1, 3).SelectMany(d => HoursOf(someDay.AddDays(d)))).Any(open => open.Contains(wanted));
    }

    /// <summary>
    /// The moment at which the hub has been open for so long since <paramref name="from"/>; null if it is not open for that long within
    /// <see cref="Horizon"/> days.
    /// </summary>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan open)
    {
        var left = open;
        foreach (var span in OpenSince(from))
        {
            if (span.Begins + left <= span.Ends) return span.Begins + left;
            left -= span.Ends - span.Begins;
        }
        return null;
    }

    /// <summary>When the hub next closes for the night: the end of the hours that run at <paramref name="from"/> or that begin next, the last of their day. Null where it never closes.</summary>
    public DateTimeOffset? EndOfDay(DateTimeOffset from)
    {
        if (NeverCloses || OpenSince(from).Take(1).ToArray() is not [var next]) return null;
        var day = DayOf(next.Begins);
        return OpenSince(from).TakeWhile(span => DayOf(span.Begins) == day).Last().Ends;
    }

    // What is open from this moment on, the first piece cut to it.
    private IEnumerable<Span> OpenSince(DateTimeOffset from) => Open(DayOf(from).AddDays(-1), Horizon)
        .Where(span => span.Ends > from).Select(span => span.Begins < from ? span with { Begins = from } : span);

    private IEnumerable<Span> Open(DateOnly first, int days) => Merged(Enumerable.Range(0, days).SelectMany(d => OpenOn(first.AddDays(d))));

    private IEnumerable<Span> HoursOf(DateOnly day) => hours!.Where(h => h.Day == day.DayOfWeek).OrderBy(h => h.From).Select(h => Span.On(day, h.From, h.Until));

    // Hours that touch or overlap, also across midnight, are one.
    private static IEnumerable<Span> Merged(IEnumerable<Span> byBeginning)
    {
        Span? open = null;
        foreach (var span in byBeginning)
        {
            if (open is not { } before) open = span;
            else if (span.Begins > before.Ends)
            {
                yield return before;
                open = span;
            }
            else if (span.Ends > before.Ends) open = before with { Ends = span.Ends };
        }
        if (open is { } last) yield return last;
    }

    public const int Horizon = 60;

    private static DateOnly DayOf(DateTimeOffset at) => Span.DayOf(at);
}
