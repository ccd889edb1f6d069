using Hub.Api.Domain;
using Shared.Contracts.Directory;

namespace Hub.Api.Tests.Domain;

public sealed class HubCalendarTests
{
    private static readonly DateOnly Saturday = new(2026, 11, 21);

    private static HubCalendar NineToFour(params DateOnly[] holidays) => new(
        [.. Enum.GetValues<DayOfWeek>().Where(d => d != DayOfWeek.Sunday).Select(d => new HubHours(d, new(9, 0), new(16, 0)))],
        [.. holidays.Select(day => new Holiday(day, new("x", "x")))]);

    private static DateTimeOffset At(DateOnly day, int hour, int minute = 0) => new(day.ToDateTime(new(hour, minute)), new(5, 30, 0));

    [Test]
    public void Two_hours_from_half_past_three_on_saturday_are_over_on_monday_at_half_past_ten() =>
        Assert.That(NineToFour().After(At(Saturday, 15, 30), TimeSpan.FromHours(2)), Is.EqualTo(At(Saturday.AddDays(2), 10, 30)));

    [Test]
    public void A_holiday_is_passed_over() =>
        Assert.That(NineToFour(Saturday.AddDays(2)).After(At(Saturday, 15, 30), TimeSpan.FromHours(2)), Is.EqualTo(At(Saturday.AddDays(3), 10, 30)));

    [Test]
    public void A_hub_that_is_always_open_counts_every_hour()
    {
        var always = new HubCalendar(null, [new(Saturday, new("x", "x"))]);

        Assert.That(always.After(At(Saturday, 23), TimeSpan.FromHours(30)), Is.EqualTo(At(Saturday.AddDays(2), 5)));
        Assert.That(always.IsOpen(At(Saturday, 3)), Is.True);
    }

    [Test]
    public void Hours_past_midnight_are_open_on_the_next_day()
    {
        var nights = new HubCalendar([new(DayOfWeek.Saturday, new(20, 0), new(2, 0))], null);

        Assert.That(new[] { At(Saturday, 21), At(Saturday.AddDays(1), 1), At(Saturday.AddDays(1), 2), At(Saturday, 1) }.Select(nights.IsOpen),
            Is.EqualTo(new[] { true, true, false, false }));
        Assert.That(nights.Holds(DayOfWeek.Sunday, new(0, 0), new(2, 0)), Is.True);
    }

    [Test]
    public void A_hub_that_never_opens_promises_nothing() => Assert.That(new HubCalendar([], null).After(At(Saturday, 9), TimeSpan.FromHours(1)), Is.Null);

    [Test]
    public void Hours_that_touch_are_one_and_hours_that_overlap_at_midnight_are_counted_once()
    {
        var split = new HubCalendar([new(DayOfWeek.Saturday, new(9, 0), new(13, 0)), new(DayOfWeek.Saturday, new(13, 0), new(16, 0))], null);
        var late = new HubCalendar([new(DayOfWeek.Friday, new(20, 0), new(8, 0)), new(DayOfWeek.Saturday, new(6, 0), new(10, 0))], null);

        Assert.That(split.Holds(DayOfWeek.Saturday, new(9, 0), new(16, 0)), Is.True);
        Assert.That(late.After(At(Saturday, 5), TimeSpan.FromHours(4)), Is.EqualTo(At(Saturday, 9)));
    }

    [Test]
    public void The_day_of_a_hub_ends_with_its_last_hours()
    {
        Assert.That(NineToFour().EndOfDay(At(Saturday, 10)), Is.EqualTo(At(Saturday, 16)));
        Assert.That(NineToFour().EndOfDay(At(Saturday, 17)), Is.EqualTo(At(Saturday.AddDays(2), 16)));
        Assert.That(new HubCalendar(null, null).EndOfDay(At(Saturday, 10)), Is.Null);
    }
}
