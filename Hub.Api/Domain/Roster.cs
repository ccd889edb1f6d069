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
    /// <summary>The turns of duty that begin on these days at one hub, the earliest first.</summary>
    public IReadOnlyList<Duty> Duties(string hub, DateOnly from, DateOnly until)
    {
        var calendar = HubCalendar.Of(directory, hub);
        var duties = new List<Duty>();
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            // A weekly pattern rests on a holiday unless it is on call; who is planned for that very day comes.
            var isHoliday = calendar.HolidayOn(day) is not null;
            foreach (var shift in shifts.Where(s => s.HubCode == hub && s.IsOn(day) && !(isHoliday && s is { Weekday: not null, Kind: not ShiftKind.Backup })))
            {
                if (LeaveOf(shift.PractitionerCode, day) is not { } leave) duties.Add(new(shift, shift.PractitionerCode, shift.SpanOn(day), null));
                else if (leave.CoverCode is { } cover) duties.Add(new(shift, cover, shift.SpanOn(day), shift.PractitionerCode));
            }
        }
        return [.. duties.OrderBy(d => d.Span.Begins).ThenBy(d => d.PractitionerCode, StringComparer.Ordinal)];
    }

    /// <summary>Who is planned for this moment, also since before midnight.</summary>
    public IReadOnlyList<Duty> OnDuty(string hub, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(new(5, 30, 0)).DateTime);
        return [.. Duties(hub, day.AddDays(-1), day).Where(d => d.Span.Holds(at))];
    }

    /// <summary>Why this shift cannot be planned; null when it can. The shift that it changes does not count against it.</summary>
    public RosterRefusal? Refusal(Shift shift)
    {
        if (directory.Practitioner(shift.PractitionerCode) is not { } doctor) return Refused("roster-doctor-unknown");
        if (!doctor.Hubs.Contains(shift.HubCode)) return Refused("roster-not-at-hub");
        if (directory.Hub(shift.HubCode)?.Specialties.Contains(shift.Specialty) != true
            || !(doctor.Specialties.Contains(shift.Specialty) || shift.Specialty == Specialty.GeneralConsult)) return Refused("roster-specialty");
        if (shift.Capacity is < 1 or > Shift.MostCapacity) return Refused("roster-capacity");
        if (shift.Until < shift.From || (shift.Weekday is null && shift.Until is { } until && until != shift.From)) return Refused("roster-days");
        if (shift is { Weekday: { } weekday, Kind: not ShiftKind.Backup } && !HubCalendar.Of(directory, shift.HubCode).Holds(weekday, shift.Begins, shift.Ends))
            return Refused("roster-outside-hours");
        if (shift.Weekday is null && LeaveOf(shift.PractitionerCode, shift.From) is { } leave) return Refused("roster-on-leave", away: leave);
        if (shifts.FirstOrDefault(s => s.PractitionerCode == shift.PractitionerCode && !s.IsSame(shift) && s.Overlaps(shift)) is { } clash)
            return Refused("roster-clash", clash);
        foreach (var covered in leaves.Where(l => l.CoverCode == shift.PractitionerCode))
            if (Meets(covered, shift) is { } theirs) return Refused("roster-clash", theirs);
        return null;

        RosterRefusal Refused(string code, Shift? with = null, Leave? away = null) => new(code, shift.PractitionerCode, with, away);
    }

    /// <summary>Why this leave cannot be planned; null when it can.</summary>
    public RosterRefusal? Refusal(Leave leave)
    {
        if (directory.Practitioner(leave.PractitionerCode) is null) return new("roster-doctor-unknown", leave.PractitionerCode);
        if (leave.Until < leave.From || leave.Until.DayNumber - leave.From.DayNumber > 366) return new("roster-days", leave.PractitionerCode);
        if (leaves.FirstOrDefault(l => l.PractitionerCode == leave.PractitionerCode && l.From <= leave.Until && leave.From <= l.Until) is { } same)
            return new("roster-on-leave", leave.PractitionerCode, Leave: same);
        // Who covers somebody cannot go away without that being covered anew.
        if (leaves.FirstOrDefault(l => l.CoverCode == leave.PractitionerCode && l.From <= leave.Until && leave.From <= l.Until) is { } promised)
            return new("roster-covers-then", leave.PractitionerCode, Leave: promised);
        if (leave.CoverCode is not { } cover) return null;
        if (cover == leave.PractitionerCode || directory.Practitioner(cover) is not { } doctor) return new("roster-doctor-unknown", cover);
        if (leaves.FirstOrDefault(l => l.PractitionerCode == cover && l.From <= leave.Until && leave.From <= l.Until) is { } away)
            return new("roster-on-leave", cover, Leave: away);
        foreach (var taken in shifts.Where(s => s.PractitionerCode == leave.PractitionerCode && IsDuring(s, leave)))
        {
            if (!doctor.Hubs.Contains(taken.HubCode)) return new("roster-not-at-hub", cover, taken);
            if (!(doctor.Specialties.Contains(taken.Specialty) || taken.Specialty == Specialty.GeneralConsult)) return new("roster-specialty", cover, taken);
        }
        return shifts.Where(s => s.PractitionerCode == cover).FirstOrDefault(own => Meets(leave, own) is not null) is { } clash
            ? new("roster-clash", cover, clash)
            : null;
    }

    // A shift of the one who is away that this one of the one who covers would meet.
    private Shift? Meets(Leave leave, Shift own)
    {
        for (var day = leave.From; day <= leave.Until; day = day.AddDays(1))
            foreach (var theirs in shifts.Where(s => s.PractitionerCode == leave.PractitionerCode && s.IsOn(day)))
                for (var its = day.AddDays(-1); its <= day.AddDays(1); its = its.AddDays(1))
                    if (own.IsOn(its) && own.SpanOn(its).Overlaps(theirs.SpanOn(day))) return theirs;
        return null;
    }

    private static bool IsDuring(Shift shift, Leave leave)
    {
        for (var day = leave.From; day <= leave.Until; day = day.AddDays(1))
            if (shift.IsOn(day)) return true;
        return false;
    }

    private Leave? LeaveOf(string practitioner, DateOnly day) => leaves.FirstOrDefault(l => l.PractitionerCode == practitioner && l.Holds(day));
}
