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

        /// <summary>Specialties of this hub that nobody is planned for during some or all of its hours of a day.</summary>
        public IReadOnlyList<string> Uncovered(DateOnly day, IReadOnlyList<string> specialties) =>
            [.. specialties.Where(s => Calendar.OpenOn(day).Any(open => !open.IsFilledBy([.. Duties.Where(d => d.Shift.Specialty == s).Select(d => d.Span)])))];
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
    public Task Add(IReadOnlyList<Shift> wanted, CancellationToken ct) => Planning(async token =>
    {
        var (shifts, leaves) = await All(token);
        var roster = new Roster(shifts, leaves, directory);   // sees what is added to the list below
        foreach (var shift in wanted)
        {
            await MustBeMine(shift.HubCode, token);
            if (shifts.FirstOrDefault(s => s.IsSame(shift)) is { } known) throw Broken(new("roster-clash", shift.PractitionerCode, known));
            if (roster.Refusal(shift) is { } refusal) throw Broken(refusal);
            shifts.Add(shift);
        }
        db.Shifts.AddRange(wanted);
    }, ct);

    /// <summary>From today on it is not planned any more; what was, stays to be read.</summary>
    public Task End(long shift, CancellationToken ct) => Planning(async token =>
    {
        if (await db.Shifts.FirstOrDefaultAsync(s => s.Id == shift, token) is not { } planned) throw Attempt.NotHere();
        await MustBeMine(planned.HubCode, token);
        if (planned.From >= Today) db.Shifts.Remove(planned);
        else if (planned.Weekday is null) throw new RuleBrokenException("roster-past");
        else if (planned.Until is not { } last || last >= Today) planned.Until = Today.AddDays(-1);
    }, ct);

    /// <exception cref="RuleBrokenException">The leave cannot be, or its cover is busy or away; the text names with what.</exception>
    public Task Add(Leave leave, CancellationToken ct) => Planning(async token =>
    {
        await MustBeMyDoctor(leave.PractitionerCode, token);
        var (shifts, leaves) = await All(token);
        if (new Roster(shifts, leaves, directory).Refusal(leave) is { } refusal) throw Broken(refusal);
        db.Leaves.Add(leave);
    }, ct);

    /// <exception cref="RuleBrokenException">The leave is over.</exception>
    public Task Cancel(long leave, CancellationToken ct) => Planning(async token =>
    {
        if (await db.Leaves.FirstOrDefaultAsync(l => l.Id == leave, token) is not { } planned) throw Attempt.NotHere();
        await MustBeMyDoctor(planned.PractitionerCode, token);
        if (planned.Until < Today) throw new RuleBrokenException("roster-past");
        db.Leaves.Remove(planned);
    }, ct);

    /// <summary>One officer after the other: a rule that looks at the whole roster would else be true for two and false for both.</summary>
    internal Task Planning(Func<CancellationToken, Task> plan, CancellationToken ct) => db.InTransaction(async token =>
    {
        await db.RosterTurns.ExecuteUpdateAsync(turn => turn.SetProperty(t => t.Taken, t => t.Taken + 1), token);   // holds the row until it is saved
        await plan(token);
        return 0;
    }, ct);

    internal async Task<(List<Shift> Shifts, List<Leave> Leaves)> All(CancellationToken ct) =>
        (await db.Shifts.AsNoTracking().OrderBy(s => s.Id).ToListAsync(ct), await db.Leaves.AsNoTracking().OrderBy(l => l.From).ToListAsync(ct));

    internal async Task MustBeMine(string hub, CancellationToken ct)
    {
        if (!(await Hubs(ct)).Contains(hub)) throw Attempt.NotHere();
    }

    private async Task MustBeMyDoctor(string practitioner, CancellationToken ct)
    {
        var hubs = await Hubs(ct);
        var isMine = directory.Practitioner(practitioner) is { } doctor
            ? doctor.Hubs.Any(hubs.Contains)
            : await db.Shifts.AnyAsync(s => s.PractitionerCode == practitioner && hubs.Contains(s.HubCode), ct);   // has left the programme
        if (!isMine) throw Attempt.NotHere();
    }

    private async Task<IReadOnlyList<string>> Hubs(CancellationToken ct) => [.. (await me.PlacesToday(ct)).Where(place => directory.Hub(place) is not null)];

    internal DateOnly Today => Format.DayOf(clock.GetUtcNow());

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
