using Hub.Api.Data;
using Hub.Api.Domain;
using Hub.Api.Ui;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Rosters;

/// <summary>The nodal officer plans who answers when at a hub. For the page, which shows a month of it.</summary>
public sealed class PlanRoster(HubDb db, CurrentAccount me, ProgrammeDirectory directory, TimeProvider clock)
{
    /// <param name="Names">English and Hindi names by practitioner code; a code without an account is not in it.</param>
    /// <param name="Hubs">The reader's, to choose from.</param>
    public sealed record Plan(string Hub, IReadOnlyList<string> Hubs, DateOnly First, DateOnly Last, IReadOnlyList<Duty> Duties,
        IReadOnlyList<Shift> Shifts, IReadOnlyList<Leave> Leaves, HubCalendar Calendar, IReadOnlyDictionary<string, Names> Names)
    {
        /// <summary>Codes of the doctors of this hub, those of the directory and those still planned.</summary>
        public required IReadOnlyList<string> Doctors { get; init; }

        /// <summary>Specialties of this hub that nobody is planned for on a day on which it is open.</summary>
        public IReadOnlyList<string> Uncovered(DateOnly day, IReadOnlyList<string> specialties) => Calendar.OpenOn(day).Any()
            ? [.. specialties.Where(s => !Duties.Any(d => d.Shift.Specialty == s && Calendar.OpenOn(day).Any(open => open.Overlaps(d.Span))))]
            : [];
    }

    /// <summary>One month at one hub; null where the reader has no such hub.</summary>
    /// <param name="hub">Null: the reader's first.</param>
    /// <param name="month">Any day of it; null: this month.</param>
    public async Task<Plan?> Read(string? hub, DateOnly? month, CancellationToken ct)
    {
        var hubs = await Hubs(ct);
        if (hubs.Count == 0) return null;
        var at = string.IsNullOrEmpty(hub) ? hubs[0] : hub;
        if (!hubs.Contains(at)) return null;
        var day = month ?? Today;
        var (first, last) = (new DateOnly(day.Year, day.Month, 1), new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)));
        var (shifts, leaves) = await All(ct);
        var duties = new Roster(shifts, leaves, directory).Duties(at, first.AddDays(-1), last);
        var doctors = directory.Practitioners.Where(p => p.Hubs.Contains(at)).Select(p => p.Code)
            .Union(duties.Select(d => d.PractitionerCode)).Order(StringComparer.Ordinal).ToList();
        var names = await db.Users.AsNoTracking().Where(a => a.PractitionerCode != null)
            .Select(a => new { Code = a.PractitionerCode!, a.Name, a.NameHi }).ToListAsync(ct);
        return new Plan(at, hubs, first, last, duties, [.. shifts.Where(s => s.HubCode == at)], [.. leaves.Where(l => doctors.Contains(l.PractitionerCode))],
            HubCalendar.Of(directory, at), names.DistinctBy(n => n.Code).ToDictionary(n => n.Code, n => new Names(n.Name, n.NameHi ?? n.Name)))
        {
            Doctors = doctors,
        };
    }

    /// <summary>Plans all of these or, when one of them cannot be, none.</summary>
    /// <exception cref="RuleBrokenException">A shift cannot be, or meets another; the text names it.</exception>
    public async Task Add(IReadOnlyList<Shift> wanted, CancellationToken ct)
    {
        var (shifts, leaves) = await All(ct);
        var roster = new Roster(shifts, leaves, directory);   // sees what is added to the list below
        foreach (var shift in wanted)
        {
            await MustBeMine(shift.HubCode, ct);
            if (shifts.FirstOrDefault(s => s.IsSame(shift)) is { } known) throw Broken(new("roster-clash", shift.PractitionerCode, known));
            if (roster.Refusal(shift) is { } refusal) throw Broken(refusal);
            shifts.Add(shift);
        }
        db.Shifts.AddRange(wanted);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>From today on it is not planned any more; what was, stays to be read.</summary>
    public async Task End(long shift, CancellationToken ct)
    {
        if (await db.Shifts.FirstOrDefaultAsync(s => s.Id == shift, ct) is not { } planned) throw Attempt.NotHere();
        await MustBeMine(planned.HubCode, ct);
        if (planned.From >= Today) db.Shifts.Remove(planned);
        else if (planned.Weekday is null) throw new RuleBrokenException("roster-past");
        else if (planned.Until is not { } last || last >= Today) planned.Until = Today.AddDays(-1);
        await db.SaveChangesAsync(ct);
    }

    /// <exception cref="RuleBrokenException">The leave cannot be, or its cover is busy or away; the text names with what.</exception>
    public async Task Add(Leave leave, CancellationToken ct)
    {
        await MustBeMyDoctor(leave.PractitionerCode, ct);
        var (shifts, leaves) = await All(ct);
        if (new Roster(shifts, leaves, directory).Refusal(leave) is { } refusal) throw Broken(refusal);
        db.Leaves.Add(leave);
        await db.SaveChangesAsync(ct);
    }

    public async Task Cancel(long leave, CancellationToken ct)
    {
        if (await db.Leaves.FirstOrDefaultAsync(l => l.Id == leave, ct) is not { } planned) throw Attempt.NotHere();
        await MustBeMyDoctor(planned.PractitionerCode, ct);
        if (planned.Until < Today) throw new RuleBrokenException("roster-past");
        db.Leaves.Remove(planned);
        await db.SaveChangesAsync(ct);
    }

    internal async Task<(List<Shift> Shifts, List<Leave> Leaves)> All(CancellationToken ct) =>
        (await db.Shifts.AsNoTracking().OrderBy(s => s.Id).ToListAsync(ct), await db.Leaves.AsNoTracking().OrderBy(l => l.From).ToListAsync(ct));

    internal async Task MustBeMine(string hub, CancellationToken ct)
    {
        if (!(await Hubs(ct)).Contains(hub)) throw Attempt.NotHere();
    }

    private async Task MustBeMyDoctor(string practitioner, CancellationToken ct)
    {
        var hubs = await Hubs(ct);
        if (directory.Practitioner(practitioner) is { } doctor && !doctor.Hubs.Any(hubs.Contains)) throw Attempt.NotHere();
    }

    private async Task<IReadOnlyList<string>> Hubs(CancellationToken ct) => [.. (await me.PlacesToday(ct)).Where(place => directory.Hub(place) is not null)];

    private DateOnly Today => Format.DayOf(clock.GetUtcNow());

    internal static RuleBrokenException Broken(RosterRefusal refusal) => new(refusal.Code, refusal.PractitionerCode, Say(refusal));

    /// <summary>What a plan meets, in the reader's language.</summary>
    internal static string Say(RosterRefusal refusal) => refusal switch
    {
        { Shift: { } shift } => Say(shift),
        { Leave: { } leave } => $"{Format.Date(leave.From)}–{Format.Date(leave.Until)}",
        _ => "",
    };

    internal static string Say(Shift shift) =>
        $"{shift.PractitionerCode}, {shift.HubCode}, {Words.Specialty(shift.Specialty)}, {When(shift)} {Format.Time(shift.Begins)}–{Format.Time(shift.Ends)}";

    internal static string When(Shift shift) => shift.Weekday is { } weekday ? Texts.Of($"format.weekday.{(int)weekday}") : Format.Date(shift.From);
}
