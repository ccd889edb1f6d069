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
        : hours!.Where(h => h.Day == day.DayOfWeek).OrderBy(h => h.From).Select(h => Span.On(day, h.From, h.Until));

    public bool IsOpen(DateTimeOffset at)
    {
        var day = DayOf(at);
        return OpenOn(day.AddDays(-1)).Concat(OpenOn(day)).Any(span => span.Holds(at));
    }

    /// <summary>Whether hours of the week hold all of a shift that begins on this weekday; a holiday is no reason to refuse a pattern.</summary>
    public bool Holds(DayOfWeek weekday, TimeOnly begins, TimeOnly ends)
    {
        if (NeverCloses) return true;
        var someDay = new DateOnly(2026, 11, 22).AddDays((int)weekday);   // a Sunday and what follows it
        var wanted = Span.On(someDay, begins, ends);
        return new[] { someDay.AddDays(-1), someDay }
            .SelectMany(day => hours!.Where(h => h.Day == day.DayOfWeek).Select(h => Span.On(day, h.From, h.Until)))
            .Any(open => open.Contains(wanted));
    }

    /// <summary>
    /// The moment at which the hub has been open for so long since <paramref name="from"/>; null if it is not open for that long within
    /// <see cref="Horizon"/> days.
    /// </summary>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan open)
    {
        var left = open;
        var day = DayOf(from).AddDays(-1);
        for (var i = 0; i <= Horizon; i++, day = day.AddDays(1))
        {
            foreach (var span in OpenOn(day))
            {
                var begins = span.Begins > from ? span.Begins : from;
                if (begins >= span.Ends) continue;
                if (begins + left <= span.Ends) return begins + left;
                left -= span.Ends - begins;
            }
        }
        return null;
    }

    public const int Horizon = 60;

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(new(5, 30, 0)).DateTime);
}
