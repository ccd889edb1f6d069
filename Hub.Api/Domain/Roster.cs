using Shared.Contracts.Directory;

namespace Hub.Api.Domain;

/// <summary>One turn of duty as it will be, after holidays, leave and cover.</summary>
/// <param name="CoversFor">Who was planned; null when it is who does it.</param>
public sealed record Duty(Shift Shift, string PractitionerCode, Span Span, string? CoversFor);

/// <summary>Why a plan is refused, with what it meets.</summary>
/// <param name="Code">Text <c>error.{code}</c>.</param>
public sealed record RosterRefusal(string Code, string PractitionerCode, Shift? Shift = null, Leave? Leave = null);

/// <summary>Who is planned for when at the hubs of one service. Pure: it reads no clock and no database.</summary>
/// <remarks>Shifts are of every hub the service serves: a doctor cannot be at two at once.</remarks>
public sealed class Roster(IReadOnlyList<Shift> shifts, IReadOnlyList<Leave> leaves, ProgrammeDirectory directory)
{
    private const int LongestLeave = 366;

    /// <summary>The turns of duty that begin on these days at one hub, the earliest first.</summary>
    public IReadOnlyList<Duty> Duties(string hub, DateOnly from, DateOnly until) =>
        [.. DutiesOf(shifts.Where(s => s.HubCode == hub), leaves, from, until).OrderBy(d => d.Span.Begins).ThenBy(d => d.PractitionerCode, StringComparer.Ordinal)];

    /// <summary>Who is planned for this moment, also since before midnight.</summary>
    public IReadOnlyList<Duty> OnDuty(string hub, DateTimeOffset at)
    {
        var day = Span.DayOf(at);
        return [.. Duties(hub, day.AddDays(-1), day).Where(d => d.Span.Holds(at))];
    }

    /// <summary>Why this shift cannot be planned; null when it can. The shift that it changes does not count against it.</summary>
    public RosterRefusal? Refusal(Shift shift)
    {
        if (directory.Practitioner(shift.PractitionerCode) is not { } doctor) return Refused("roster-doctor-unknown");
        if (!doctor.Hubs.Contains(shift.HubCode)) return Refused("roster-not-at-hub");
        if (directory.Hub(shift.HubCode)?.Specialties.Contains(shift.Specialty) != true || !MayDo(doctor, shift)) return Refused("roster-specialty");
        if (shift.Capacity is < 1 or > Shift.MostCapacity) return Refused("roster-capacity");
        if (shift.Until < shift.From || (shift.Weekday is null && shift.Until is { } until && until != shift.From)) return Refused("roster-days");
        if (shift is { Weekday: { } weekday, Kind: not ShiftKind.Backup } && !HubCalendar.Of(directory, shift.HubCode).Holds(weekday, shift.Begins, shift.Ends))
            return Refused("roster-outside-hours");
        if (shift.Weekday is null && LeaveOf(shift.PractitionerCode, shift.From) is { } leave) return Refused("roster-on-leave", away: leave);
        if (shifts.FirstOrDefault(s => s.PractitionerCode == shift.PractitionerCode && !s.IsSame(shift) && s.Overlaps(shift)) is { } clash)
            return Refused("roster-clash", clash);
        // Planned leave is covered by somebody, whose own turns this one may meet; or it meets what this doctor took over for another.
        IReadOnlyList<Shift> then = [.. shifts.Where(s => !s.IsSame(shift)), shift];
        foreach (var covered in leaves.Where(l => l.CoverCode is not null && (l.PractitionerCode == shift.PractitionerCode || l.CoverCode == shift.PractitionerCode)))
            if (TwiceAtOnce(covered, then, leaves, shift) is { } theirs) return new("roster-clash", covered.CoverCode!, theirs);
        return null;

        RosterRefusal Refused(string code, Shift? with = null, Leave? away = null) => new(code, shift.PractitionerCode, with, away);
    }

    /// <summary>Why this leave cannot be planned; null when it can.</summary>
    public RosterRefusal? Refusal(Leave leave)
    {
        if (directory.Practitioner(leave.PractitionerCode) is null) return new("roster-doctor-unknown", leave.PractitionerCode);
        if (leave.Until < leave.From || leave.Until.DayNumber - leave.From.DayNumber > LongestLeave) return new("roster-days", leave.PractitionerCode);
        if (leaves.FirstOrDefault(l => l.PractitionerCode == leave.PractitionerCode && IsAtSameTime(l, leave)) is { } same)
            return new("roster-on-leave", leave.PractitionerCode, Leave: same);
        // Who covers somebody cannot go away without that being covered anew.
        if (leaves.FirstOrDefault(l => l.CoverCode == leave.PractitionerCode && IsAtSameTime(l, leave)) is { } promised)
            return new("roster-covers-then", leave.PractitionerCode, Leave: promised);
        if (leave.CoverCode is not { } cover) return null;
        if (cover == leave.PractitionerCode || directory.Practitioner(cover) is not { } doctor) return new("roster-doctor-unknown", cover);
        if (leaves.FirstOrDefault(l => l.PractitionerCode == cover && IsAtSameTime(l, leave)) is { } away)
            return new("roster-on-leave", cover, Leave: away);
        IReadOnlyList<Shift> taken = [.. shifts.Where(s => s.PractitionerCode == leave.PractitionerCode && DutiesOf([s], [], leave.From.AddDays(-1), leave.Until).Any(d => d.Span.Overlaps(leave.Span)))];
        if (taken.Count > 0 && taken.FirstOrDefault(s => doctor.Hubs.Contains(s.HubCode)) is null) return new("roster-not-at-hub", cover, taken[0]);
        if (taken.Count > 0 && !taken.Any(s => CanCover(cover, s))) return new("roster-specialty", cover, taken[0]);
        return TwiceAtOnce(leave, shifts, [.. leaves, leave]) is { } clash ? new("roster-clash", cover, clash) : null;
    }

    // The one who covers would be on duty twice at once on these days: the shift that is met, of two the one that is not the new one.
    private Shift? TwiceAtOnce(Leave leave, IReadOnlyList<Shift> then, IReadOnlyList<Leave> absences, Shift? added = null)
    {
        var covered = absences.Where(l => l.CoverCode == leave.CoverCode).Select(l => l.PractitionerCode).ToHashSet();
        Duty? longest = null;
        foreach (var duty in DutiesOf(then.Where(s => s.PractitionerCode == leave.CoverCode || covered.Contains(s.PractitionerCode)), absences, leave.From.AddDays(-1), leave.Until)
            .Where(d => d.PractitionerCode == leave.CoverCode).OrderBy(d => d.Span.Begins))
        {
            if (longest is { } before && before.Span.Overlaps(duty.Span)) return ReferenceEquals(duty.Shift, added) || (added is null && duty.CoversFor is not null) ? before.Shift : duty.Shift;
            if (longest is null || duty.Span.Ends > longest.Span.Ends) longest = duty;
        }
        return null;
    }

    private IEnumerable<Duty> DutiesOf(IEnumerable<Shift> some, IReadOnlyList<Leave> absences, DateOnly from, DateOnly until)
    {
        foreach (var shift in some)
        {
            var calendar = HubCalendar.Of(directory, shift.HubCode);
            IReadOnlyList<Leave> away = [.. absences.Where(l => l.PractitionerCode == shift.PractitionerCode).OrderBy(l => l.From)];
            for (var day = from; day <= until; day = day.AddDays(1))
            {
                // A weekly pattern rests on a holiday unless it is on call; who is planned for that very day comes.
                if (!shift.IsOn(day) || (shift is { Weekday: not null, Kind: not ShiftKind.Backup } && calendar.HolidayOn(day) is not null)) continue;
                foreach (var duty in Pieces(shift, shift.SpanOn(day), away)) yield return duty;
            }
        }
    }

    // A turn that leave begins or ends in the middle of is cut at midnight.
    private IEnumerable<Duty> Pieces(Shift shift, Span span, IReadOnlyList<Leave> away)
    {
        foreach (var leave in away.Where(l => l.Span.Overlaps(span)))
        {
            if (span.Begins < leave.Span.Begins) yield return new(shift, shift.PractitionerCode, span with { Ends = leave.Span.Begins }, null);
            if (leave.CoverCode is { } cover && CanCover(cover, shift)) yield return new(shift, cover, span.And(leave.Span), shift.PractitionerCode);
            if (span.Ends <= leave.Span.Ends) yield break;
            span = span with { Begins = leave.Span.Ends };
        }
        yield return new(shift, shift.PractitionerCode, span, null);
    }

    private bool CanCover(string cover, Shift shift) => directory.Practitioner(cover) is { } doctor && doctor.Hubs.Contains(shift.HubCode) && MayDo(doctor, shift);

    private static bool MayDo(PractitionerEntry doctor, Shift shift) => doctor.Specialties.Contains(shift.Specialty) || shift.Specialty == Specialty.GeneralConsult;

    private static bool IsAtSameTime(Leave one, Leave other) => one.From <= other.Until && other.From <= one.Until;

    private Leave? LeaveOf(string practitioner, DateOnly day) => leaves.FirstOrDefault(l => l.PractitionerCode == practitioner && l.Holds(day));
}
