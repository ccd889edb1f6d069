using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;

namespace Hub.Api.Tests.Domain;

public sealed class PromiseModelTests
{
    private static readonly DateOnly Saturday = new(2026, 11, 21);
    private static readonly PromiseModel Model = new(new());

    private static readonly HubCalendar HalfPastNineToFour = new(
        [.. Enum.GetValues<DayOfWeek>().Where(d => d != DayOfWeek.Sunday).Select(d => new HubHours(d, new(9, 30), new(16, 0)))], null);

    private static DateTimeOffset At(int day, int hour, int minute = 0) => new(Saturday.AddDays(day).ToDateTime(new(hour, minute)), new(5, 30, 0));

    private static ConsultPromised Made(Urgency urgency, DateTimeOffset received, PromiseFacts facts, DateTimeOffset? now = null, bool isAsked = false) =>
        Model.Make(urgency, Model.Deadline(urgency, received, HalfPastNineToFour), isAsked, HalfPastNineToFour, facts, now ?? received);

    private static PromiseFacts Facts(int ahead = 0, int onDuty = 1, DateTimeOffset? next = null, int left = 0) =>
        new(ahead, onDuty, TimeSpan.FromMinutes(12), next, left, left > 0 ? At(2, 13) : null);

    [Test]
    public void Routine_of_saturday_half_past_three_is_promised_for_monday_eleven() =>
        Assert.That(Made(Urgency.Routine, At(0, 15, 30), Facts()).PromisedBy, Is.EqualTo(At(2, 11)));

    [TestCase(10, 0, 0, 16, 0, Description = "by the end of the hub's day")]
    [TestCase(14, 0, 0, 16, 0, Description = "two hours are the least")]
    [TestCase(14, 30, 2, 10, 0, Description = "what is short of two hours goes on after the weekend")]
    [TestCase(20, 0, 2, 16, 0, Description = "after hours: the next day of the hub")]
    public void Routine_is_due_by_the_end_of_the_hubs_day(int hour, int minute, int day, int dueHour, int dueMinute) =>
        Assert.That(Model.Deadline(Urgency.Routine, At(0, hour, minute), HalfPastNineToFour), Is.EqualTo(At(day, dueHour, dueMinute)));

    [Test]
    public void Where_the_hub_never_closes_routine_has_eight_hours() =>
        Assert.That(Model.Deadline(Urgency.Routine, At(0, 22), new HubCalendar(null, null)), Is.EqualTo(At(1, 6)));

    [TestCase(Urgency.Stat, 15)]
    [TestCase(Urgency.Asap, 120)]
    [TestCase(Urgency.Urgent, 240)]
    public void Other_urgencies_have_their_time_by_the_clock(Urgency urgency, int minutes) =>
        Assert.That(Made(urgency, At(2, 10), Facts()).PromisedBy, Is.EqualTo(At(2, 10).AddMinutes(minutes)));

    [Test]
    public void When_more_waits_than_can_be_answered_the_promise_says_so_and_shares_the_work()
    {
        var (one, three) = (Made(Urgency.Asap, At(2, 10), Facts(ahead: 9)), Made(Urgency.Asap, At(2, 10), Facts(ahead: 9, onDuty: 3)));

        Assert.That((one.PromisedBy, one.Because), Is.EqualTo(((DateTimeOffset?)At(2, 12, 55), PromiseBecause.Queue)), "12 minutes, and nine of 18");
        Assert.That((three.PromisedBy, three.Because), Is.EqualTo(((DateTimeOffset?)At(2, 12), PromiseBecause.InTime)));
    }

    [Test]
    public void What_closing_time_cuts_off_goes_on_the_next_day() =>
        Assert.That(Made(Urgency.Asap, At(2, 14), Facts(ahead: 9)).PromisedBy, Is.EqualTo(At(3, 10, 25)));

    [Test]
    public void With_nobody_on_duty_the_next_turn_of_the_roster_counts_and_an_emergency_is_promised_nothing()
    {
        Assert.That(Made(Urgency.Urgent, At(2, 10), Facts(onDuty: 0, next: At(2, 15))).PromisedBy, Is.EqualTo(At(2, 15, 15)));
        Assert.That(Made(Urgency.Urgent, At(2, 10), Facts(onDuty: 0)).Because, Is.EqualTo(PromiseBecause.NobodyOnDuty));
        Assert.That(Made(Urgency.Stat, At(2, 10), Facts(onDuty: 0, next: At(2, 10, 5))).PromisedBy, Is.Null);
    }

    [Test]
    public void A_miss_is_explained()
    {
        Assert.That(Made(Urgency.Asap, At(2, 10), Facts(left: 2), now: At(2, 12)).Because, Is.EqualTo(PromiseBecause.DoctorsLeft));
        Assert.That(Made(Urgency.Asap, At(2, 10), Facts(left: 2), now: At(2, 12), isAsked: true).Because, Is.EqualTo(PromiseBecause.InformationAsked));
        Assert.That(Made(Urgency.Asap, At(2, 10), Facts(), now: At(2, 12)).Because, Is.EqualTo(PromiseBecause.Queue));
    }

    [Test]
    public void A_promise_is_never_in_the_past_nor_before_the_deadline()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var received = At(0, 0).AddMinutes(random.Next(7 * 24 * 60));
            var now = received.AddMinutes(random.Next(600));
            var urgency = (Urgency)random.Next(4);
            var promise = Made(urgency, received, Facts(random.Next(50), random.Next(4), random.Next(2) == 0 ? null : now.AddMinutes(random.Next(-60, 3000)), random.Next(3)), now);
            if (promise.PromisedBy is not { } by) continue;
            Assert.That(by, Is.GreaterThan(now).And.GreaterThanOrEqualTo(Model.Deadline(urgency, received, HalfPastNineToFour)), $"seed {seed}, round {i}");
        }
    }
}
