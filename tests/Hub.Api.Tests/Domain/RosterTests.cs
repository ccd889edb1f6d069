using Hub.Api.Domain;
using Shared.Contracts.Directory;
using Testing;

namespace Hub.Api.Tests.Domain;

public sealed class RosterTests
{
    private const string Medicine = "general-medicine";
    private static readonly DateOnly Monday = new(2026, 11, 23);
    private static readonly Names Any = new("x", "x");

    private static readonly ProgrammeDirectory Directory = new()
    {
        Programme = "Sample",
        Version = 1,
        IssuedAt = Some.Now,
        Hubs = [Hub("igmc", hours: Weekdays()), Hub("phc", hours: Weekdays()), Hub("always")],
        Sites = [],
        Spokes = [],
        Mappings = [],
        Practitioners = [Doctor("a"), Doctor("b"), Doctor("c", specialty: "dermatology"), Doctor("d", hubs: "igmc")],
        Holidays = [new(Monday.AddDays(1), Any)],
    };

    private static HubHours[] Weekdays() => [.. Enum.GetValues<DayOfWeek>().Where(d => d != DayOfWeek.Sunday).Select(d => new HubHours(d, new(9, 0), new(16, 0)))];

    private static HubEntry Hub(string code, HubHours[]? hours = null) => new()
    {
        Code = code,
        Name = Any,
        FacilityType = "DH",
        District = Any,
        BrokerUser = "hubs",
        Specialties = [Medicine, "dermatology", Specialty.GeneralConsult],
        Hours = hours,
    };

    private static PractitionerEntry Doctor(string code, string specialty = Medicine, string hubs = "igmc phc always") =>
        new() { Code = code, Hubs = hubs.Split(' '), Specialties = [specialty] };

    private static Shift Weekly(string doctor, DayOfWeek day, int begins = 9, int ends = 13, string hub = "igmc", string specialty = Medicine,
        ShiftKind kind = ShiftKind.Written, DateOnly? from = null, DateOnly? until = null) =>
        new()
        {
            HubCode = hub,
            PractitionerCode = doctor,
            Specialty = specialty,
            Kind = kind,
            Weekday = day,
            From = from ?? Monday.AddDays(-70),
            Until = until,
            Begins = new(begins, 0),
            Ends = new(ends, 0),
            Capacity = 5,
        };

    private static Shift Dated(string doctor, DateOnly day, int begins, int ends, string hub = "igmc", ShiftKind kind = ShiftKind.Written) => new()
    {
        HubCode = hub,
        PractitionerCode = doctor,
        Specialty = Medicine,
        Kind = kind,
        From = day,
        Begins = new(begins, 0),
        Ends = new(ends, 0),
        Capacity = 5,
    };

    private static Leave Away(string doctor, DateOnly from, DateOnly until, string? cover = null) =>
        new() { PractitionerCode = doctor, From = from, Until = until, CoverCode = cover };

    private static DateTimeOffset At(DateOnly day, int hour, int minute = 0) => new(day.ToDateTime(new(hour, minute)), new(5, 30, 0));

    private static Roster Of(Shift[] shifts, params Leave[] leaves) => new(shifts, leaves, Directory);

    private static string[] OnDuty(Roster roster, DateTimeOffset at, string hub = "igmc") => [.. roster.OnDuty(hub, at).Select(d => d.PractitionerCode)];

    public sealed class Duties
    {
        [Test]
        public void A_pattern_is_on_from_its_beginning_to_before_its_end_on_its_weekday()
        {
            var roster = Of([Weekly("a", DayOfWeek.Monday)]);

            Assert.That(new[] { At(Monday, 8, 59), At(Monday, 9), At(Monday, 12, 59), At(Monday, 13), At(Monday.AddDays(1), 10), At(Monday.AddDays(7), 10) }
                .Select(at => OnDuty(roster, at).Length), Is.EqualTo(new[] { 0, 1, 1, 0, 0, 1 }));
        }

        [Test]
        public void A_night_goes_on_after_midnight_and_belongs_to_the_day_it_began()
        {
            var roster = Of([Weekly("a", DayOfWeek.Monday, 20, 8, kind: ShiftKind.Backup)]);

            Assert.That(new[] { At(Monday, 19), At(Monday, 23), At(Monday.AddDays(1), 7, 59), At(Monday.AddDays(1), 8), At(Monday, 7) }
                .Select(at => OnDuty(roster, at).Length), Is.EqualTo(new[] { 0, 1, 1, 0, 0 }));
        }

        [Test]
        public void On_a_holiday_patterns_rest_and_whoever_is_on_call_or_planned_for_that_day_comes()
        {
            var holiday = Monday.AddDays(1);
            var roster = Of([Weekly("a", DayOfWeek.Tuesday), Weekly("b", DayOfWeek.Tuesday, kind: ShiftKind.Backup), Dated("d", holiday, 9, 13)]);

            Assert.That(OnDuty(roster, At(holiday, 10)), Is.EqualTo(new[] { "b", "d" }));
        }

        [Test]
        public void A_hub_that_never_closes_knows_no_holiday() =>
            Assert.That(OnDuty(Of([Weekly("a", DayOfWeek.Tuesday, hub: "always")]), At(Monday.AddDays(1), 10), "always"), Is.EqualTo(new[] { "a" }));

        [Test]
        public void Leave_takes_somebody_off_and_the_cover_stands_in()
        {
            Shift[] shifts = [Weekly("a", DayOfWeek.Monday), Weekly("a", DayOfWeek.Wednesday)];
            var roster = Of(shifts, Away("a", Monday, Monday, cover: "b"), Away("a", Monday.AddDays(2), Monday.AddDays(3)));

            Assert.That(roster.OnDuty("igmc", At(Monday, 10)).Select(d => (d.PractitionerCode, d.CoversFor)), Is.EqualTo(new[] { ("b", "a") }));
            Assert.That(OnDuty(roster, At(Monday.AddDays(2), 10)), Is.Empty);
            Assert.That(OnDuty(roster, At(Monday.AddDays(7), 10)), Is.EqualTo(new[] { "a" }));
        }

        [Test]
        public void A_night_that_leave_begins_or_ends_in_is_cut_at_midnight()
        {
            var roster = Of([Weekly("a", DayOfWeek.Monday, 20, 8, hub: "always"), Weekly("a", DayOfWeek.Wednesday, 20, 8, hub: "always")],
                Away("a", Monday.AddDays(1), Monday.AddDays(2), cover: "b"));

            Assert.That(new[] { At(Monday, 23), At(Monday.AddDays(1), 1), At(Monday.AddDays(2), 23), At(Monday.AddDays(3), 1) }.Select(at => OnDuty(roster, at, "always").Single()),
                Is.EqualTo(new[] { "a", "b", "b", "a" }));
        }

        [Test]
        public void At_a_hub_where_the_cover_does_not_answer_there_is_a_gap()
        {
            var roster = Of([Weekly("a", DayOfWeek.Monday), Weekly("a", DayOfWeek.Monday, 14, 16, hub: "phc")], Away("a", Monday, Monday, cover: "d"));

            Assert.That(OnDuty(roster, At(Monday, 10)), Is.EqualTo(new[] { "d" }));
            Assert.That(OnDuty(roster, At(Monday, 15), "phc"), Is.Empty);
        }

        [Test]
        public void A_hub_sees_only_its_own() => Assert.That(OnDuty(Of([Weekly("a", DayOfWeek.Monday)]), At(Monday, 10), "phc"), Is.Empty);
    }

    public sealed class Refusals
    {
        private static string? Code(Shift shift, Shift[]? planned = null, params Leave[] leaves) => Of(planned ?? [], leaves).Refusal(shift)?.Code;

        [Test]
        public void What_meets_another_shift_of_the_same_doctor_is_refused_and_named_at_whichever_hub_it_is()
        {
            var other = Weekly("a", DayOfWeek.Monday, 12, 15, hub: "phc");

            Assert.That(Of([other]).Refusal(Weekly("a", DayOfWeek.Monday))?.Shift, Is.SameAs(other));
            Assert.That(Of([other]).Refusal(Dated("a", Monday, 14, 20))?.Shift, Is.SameAs(other));
        }

        [Test]
        public void What_only_touches_or_is_another_doctors_is_planned()
        {
            Assert.That(Code(Weekly("a", DayOfWeek.Monday), [Weekly("a", DayOfWeek.Monday, 13, 15), Weekly("b", DayOfWeek.Monday), Weekly("a", DayOfWeek.Tuesday)]), Is.Null);
            Assert.That(Code(Weekly("a", DayOfWeek.Monday, from: Monday), [Weekly("a", DayOfWeek.Monday, until: Monday.AddDays(-1))]), Is.Null);
        }

        [Test]
        public void A_night_meets_the_morning_after_it()
        {
            var night = Dated("a", Monday, 20, 10, kind: ShiftKind.Backup);

            Assert.That(Of([Weekly("a", DayOfWeek.Tuesday)]).Refusal(night)?.Code, Is.EqualTo("roster-clash"));
            Assert.That(Of([night]).Refusal(Weekly("a", DayOfWeek.Tuesday, from: Monday.AddDays(1)))?.Shift, Is.SameAs(night));
        }

        [Test]
        public void Sunday_night_meets_monday_morning_of_every_week() =>
            Assert.That(Code(Weekly("a", DayOfWeek.Sunday, 20, 10, kind: ShiftKind.Backup), [Weekly("a", DayOfWeek.Monday)]), Is.EqualTo("roster-clash"));

        [TestCase(9, 16, null)]
        [TestCase(8, 13, "roster-outside-hours")]
        [TestCase(12, 17, "roster-outside-hours")]
        [TestCase(20, 8, "roster-outside-hours")]
        public void A_pattern_lies_within_hub_hours(int begins, int ends, string? code) => Assert.That(Code(Weekly("a", DayOfWeek.Monday, begins, ends)), Is.EqualTo(code));

        [Test]
        public void On_call_and_one_day_may_lie_outside_hub_hours()
        {
            Assert.That(Code(Weekly("a", DayOfWeek.Sunday, 20, 8, kind: ShiftKind.Backup)), Is.Null);
            Assert.That(Code(Dated("a", Monday.AddDays(-1), 10, 12)), Is.Null);
        }

        [Test]
        public void Who_and_what_the_directory_does_not_know_is_refused()
        {
            Assert.That(Code(Weekly("z", DayOfWeek.Monday)), Is.EqualTo("roster-doctor-unknown"));
            Assert.That(Code(Weekly("d", DayOfWeek.Monday, hub: "phc")), Is.EqualTo("roster-not-at-hub"));
            Assert.That(Code(Weekly("c", DayOfWeek.Monday)), Is.EqualTo("roster-specialty"));
            Assert.That(Code(Weekly("c", DayOfWeek.Monday, specialty: Specialty.GeneralConsult)), Is.Null);
        }

        [Test]
        public void Nobody_is_planned_for_a_day_of_leave() =>
            Assert.That(Code(Dated("a", Monday, 9, 13), null, Away("a", Monday, Monday)), Is.EqualTo("roster-on-leave"));

        [Test]
        public void Leave_is_refused_when_its_cover_is_busy_away_or_of_another_specialty()
        {
            Shift[] shifts = [Weekly("a", DayOfWeek.Monday), Weekly("b", DayOfWeek.Monday, 12, 15, hub: "phc")];

            Assert.That(Of(shifts).Refusal(Away("a", Monday, Monday, "b"))?.Shift, Is.SameAs(shifts[1]));
            Assert.That(Of([shifts[0]], Away("b", Monday, Monday)).Refusal(Away("a", Monday, Monday, "b"))?.Code, Is.EqualTo("roster-on-leave"));
            Assert.That(Of([shifts[0]]).Refusal(Away("a", Monday, Monday, "c"))?.Code, Is.EqualTo("roster-specialty"));
            Assert.That(Of([shifts[0]]).Refusal(Away("a", Monday, Monday, "b")), Is.Null);
        }

        [Test]
        public void Who_covers_is_neither_planned_nor_away_at_that_time()
        {
            Shift[] shifts = [Weekly("a", DayOfWeek.Monday)];
            var covered = Away("a", Monday, Monday, "b");

            Assert.That(Of(shifts, covered).Refusal(Dated("b", Monday, 12, 15))?.Shift, Is.SameAs(shifts[0]));
            Assert.That(Of([Weekly("b", DayOfWeek.Monday, 12, 15)], covered).Refusal(shifts[0])?.Code, Is.EqualTo("roster-clash"), "planned after the leave");
            Assert.That(Of([], covered, Away("d", Monday, Monday, "b")).Refusal(shifts[0])?.Code, Is.Null);
            Assert.That(Of([Dated("d", Monday, 10, 12)], covered, Away("d", Monday, Monday, "b")).Refusal(shifts[0])?.Code, Is.EqualTo("roster-clash"), "covers two");
            Assert.That(Of(shifts, covered).Refusal(Away("b", Monday, Monday))?.Code, Is.EqualTo("roster-covers-then"));
        }
    }

    /// <summary>Random rosters that were planned one shift after the other: nobody is ever at two places.</summary>
    [Test]
    public void However_shifts_are_planned_nobody_is_on_two_at_once()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var shifts = new List<Shift>();
            var leaves = new List<Leave>();
            var roster = new Roster(shifts, leaves, Directory);
            for (var i = 0; i < 30; i++)
            {
                if (random.Next(4) == 0)
                {
                    var first = Monday.AddDays(random.Next(30));
                    var (goes, covers) = random.Next(3) switch { 0 => ("a", "b"), 1 => ("b", "a"), _ => ("d", "b") };
                    var leave = Away(goes, first, first.AddDays(random.Next(6)), covers);
                    if (roster.Refusal(leave) is null) leaves.Add(leave);
                    continue;
                }
                var (doctor, hub) = ("abd"[random.Next(3)].ToString(), random.Next(2) == 0 ? "igmc" : "phc");
                var shift = random.Next(2) == 0
                    ? Weekly(doctor, (DayOfWeek)random.Next(7), random.Next(24), random.Next(24), hub, kind: ShiftKind.Backup, from: Monday.AddDays(random.Next(20)))
                    : Dated(doctor, Monday.AddDays(random.Next(30)), random.Next(24), random.Next(24), hub);
                if (!shifts.Any(s => s.IsSame(shift)) && roster.Refusal(shift) is null) shifts.Add(shift);
            }
            var duties = new[] { "igmc", "phc" }.SelectMany(hub => roster.Duties(hub, Monday, Monday.AddDays(40))).ToList();
            foreach (var own in duties.GroupBy(d => d.PractitionerCode))
                foreach (var (one, next) in own.OrderBy(d => d.Span.Begins).Zip(own.OrderBy(d => d.Span.Begins).Skip(1)))
                    Assert.That(one.Span.Overlaps(next.Span), Is.False, $"seed {seed}, round {round}: {one.Span} and {next.Span}");
        }
    }
}
