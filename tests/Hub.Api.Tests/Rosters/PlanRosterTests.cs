using System.Net;
using System.Text;
using Hub.Api.Domain;
using Hub.Api.Rosters;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Problems;
using Testing;

namespace Hub.Api.Tests.Rosters;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public sealed class PlanRosterTests(TestDatabase database)
{
    private const string Heading = "practitioner,specialty,kind,weekday,from,until,begins,ends,capacity";
    private const string Monday = "dr-thakur,general-medicine,written,monday,2026-11-30,,09:30,13:30,5";
    private TestHub _hub = null!;

    [SetUp]
    public async Task Start() => _hub = await TestHub.Start(database);

    [TearDown]
    public async Task Stop()
    {
        if (_hub is not null) await _hub.DisposeAsync();
    }

    private static Shift OnMondays(DateOnly? from = null, int begins = 10, string hub = Some.HubCode) => new()
    {
        HubCode = hub,
        PractitionerCode = "dr-thakur",
        Specialty = "general-medicine",
        Kind = ShiftKind.Written,
        Weekday = DayOfWeek.Monday,
        From = from ?? Some.Today,
        Begins = new(begins, 0),
        Ends = new(14, 0),
        Capacity = 5,
    };

    private static Shift AllDay(DateOnly day) => new()
    {
        HubCode = Some.HubCode,
        PractitionerCode = "dr-thakur",
        Specialty = "general-medicine",
        Kind = ShiftKind.Written,
        From = day,
        Begins = new(9, 0),
        Ends = new(17, 0),
        Capacity = 5,
    };

    private Task<T> Plan<T>(Func<PlanRoster, Task<T>> act) => _hub.Act("nodal-sharma", act);

    private Task<bool> Add(params Shift[] shifts) => Plan(async act =>
    {
        await act.Add(shifts, CancellationToken.None);
        return true;
    });

    private Task<T> List<T>(Func<RosterList, Task<T>> act) => _hub.Act("nodal-sharma", act);

    private Task<IReadOnlyList<RosterList.Row>> Preview(params string[] rows) =>
        List(act => act.Preview(Some.HubCode, string.Join('\n', [Heading, .. rows]), CancellationToken.None));

    private async Task<int> Keep(params string[] rows) => (await List(act => act.Keep(Some.HubCode, string.Join('\n', [Heading, .. rows]), CancellationToken.None))).Kept;

    private Task<Shift[]> Kept() => _hub.Db(db => db.Shifts.AsNoTracking().OrderBy(s => s.Id).ToArrayAsync());

    [Test]
    public async Task What_is_planned_is_in_the_month()
    {
        await Add(OnMondays());

        var month = await Plan(act => act.Read(Some.HubCode, Some.Today, CancellationToken.None));

        Assert.That(month!.Duties.Select(d => d.Span.Begins.Day), Is.EqualTo(new[] { 23, 30 }));
        Assert.That(month.Uncovered(Some.Today, ["general-medicine"]), Is.Not.Empty, "from two to four nobody is there");

        await Add(AllDay(Some.Today.AddDays(1)));
        month = await Plan(act => act.Read(Some.HubCode, Some.Today, CancellationToken.None));
        Assert.That(month!.Uncovered(Some.Today.AddDays(1), ["general-medicine", "dermatology"]), Is.EqualTo(new[] { "dermatology" }));
    }

    [Test]
    public async Task Of_several_shifts_all_are_planned_or_none_and_the_clash_is_named()
    {
        var refusal = Assert.ThrowsAsync<RuleBrokenException>(() => Add(OnMondays(), OnMondays(begins: 12)));

        Assert.That(refusal!.Code, Is.EqualTo("roster-clash"));
        Assert.That(refusal.Args[1], Does.Contain("Monday").And.Contain("10:00 am"));
        Assert.That(await Kept(), Is.Empty);
    }

    [Test]
    public async Task A_pattern_that_has_begun_ends_yesterday_and_one_to_come_is_gone()
    {
        await Add(OnMondays(Some.Today.AddDays(-14)));
        await Add(new Shift
        {
            HubCode = Some.HubCode,
            PractitionerCode = "dr-thakur",
            Specialty = "general-medicine",
            Kind = ShiftKind.Written,
            From = Some.Today.AddDays(3),
            Begins = new(10, 0),
            Ends = new(12, 0),
            Capacity = 5,
        });

        foreach (var shift in await Kept())
            await Plan(async act =>
            {
                await act.End(shift.Id, CancellationToken.None);
                return true;
            });

        Assert.That((await Kept()).Select(s => s.Until), Is.EqualTo(new DateOnly?[] { Some.Today.AddDays(-1) }));
    }

    [Test]
    public async Task A_list_is_kept_as_it_was_shown_and_read_again_changes_nothing()
    {
        Assert.That((await Preview(Monday)).Select(r => r.Verdict), Is.EqualTo(new[] { RosterList.Verdict.New }));
        Assert.That(await Kept(), Is.Empty);

        Assert.That(await Keep(Monday), Is.EqualTo(1));
        var written = Encoding.UTF8.GetString(await List(act => act.Write(Some.HubCode, CancellationToken.None)));
        var again = await List(act => act.Preview(Some.HubCode, written, CancellationToken.None));

        Assert.That(again.Select(r => r.Verdict), Is.EqualTo(new[] { RosterList.Verdict.Same }));
    }

    [Test]
    public async Task Each_row_says_what_becomes_of_it_and_only_the_good_ones_are_kept()
    {
        await Keep(Monday);
        string[] rows =
        [
            Monday.Replace(",5", ",8"),
            "dr-thakur,general-medicine,written,tuesday,2026-11-30,,09:30,13:30,5",
            "dr-thakur,general-medicine,live,tuesday,2026-11-30,,12:00,15:00,5",
            "dr-nobody,general-medicine,written,tuesday,2026-11-30,,09:30,13:30,5",
            "dr-thakur,general-medicine,written,someday,2026-11-30,,09:30,13:30,5",
        ];

        var shown = await Preview(rows);

        Assert.That(shown.Select(r => r.Verdict), Is.EqualTo(new[]
        {
            RosterList.Verdict.Changed, RosterList.Verdict.New, RosterList.Verdict.Refused, RosterList.Verdict.Refused, RosterList.Verdict.Refused,
        }));
        Assert.That(shown.Skip(2).Select(r => r.Why), Has.One.Contains("busy").And.One.Contains("dr-nobody").And.One.Contains("weekday"));
        Assert.That(await Keep(rows), Is.EqualTo(2));
        Assert.That((await Kept()).Select(s => (s.Weekday, s.Capacity)), Is.EqualTo(new (DayOfWeek?, int)[] { (DayOfWeek.Monday, 8), (DayOfWeek.Tuesday, 5) }));
    }

    [Test]
    public async Task What_has_begun_is_not_changed_by_a_list_but_may_be_ended()
    {
        await Add(OnMondays(Some.Today.AddDays(-14)));
        string Row(string until, int capacity) => $"dr-thakur,general-medicine,written,monday,{Some.Today.AddDays(-14):yyyy-MM-dd},{until},10:00,14:00,{capacity}";

        Assert.That((await Preview(Row("", 9))).Single().Verdict, Is.EqualTo(RosterList.Verdict.Refused));
        Assert.That((await Preview(Row($"{Some.Today:yyyy-MM-dd}", 5))).Single().Verdict, Is.EqualTo(RosterList.Verdict.Changed));
    }

    [Test]
    public async Task Of_two_officers_who_plan_the_same_doctor_at_once_one_is_refused()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                return await Add(OnMondays(begins: 10 + i % 3, from: Some.Today.AddDays(7 * (i % 2))));
            }
            catch (RuleBrokenException)
            {
                return false;
            }
        }));

        Assert.That(outcomes.Count(planned => planned), Is.EqualTo(1));
    }

    [Test]
    public async Task A_program_puts_the_list_and_hears_what_became_of_each_row()
    {
        var answer = (await _hub.As("nodal-sharma").Put($"/api/roster/{Some.HubCode}", new { list = string.Join('\n', Heading, Monday, Monday.Replace("dr-thakur", "dr-nobody")) })).Must(HttpStatusCode.OK);

        Assert.That((int)answer["kept"]!, Is.EqualTo(1));
        Assert.That(answer["rows"].AsArray().Select(r => (string)r!["verdict"]!), Is.EqualTo(new[] { "new", "refused" }));
        Assert.That((await Kept()).Single().Weekday, Is.EqualTo(DayOfWeek.Monday));
    }

    [Test]
    public async Task A_file_without_its_heading_is_refused_whole() =>
        Assert.That((await List(act => act.Preview(Some.HubCode, "a,b\n1,2", CancellationToken.None))).Single().Verdict, Is.EqualTo(RosterList.Verdict.Refused));

    [Test]
    public async Task The_roster_of_a_hub_one_is_not_posted_to_is_not_there()
    {
        await _hub.AddAccount("nodal-elsewhere", Shared.Hosting.Identity.Roles.Nodal, "rpgmc");

        Assert.That((await _hub.As("nodal-elsewhere").Get($"/roster.csv?hub={Some.HubCode}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _hub.As("nodal-sharma").Get($"/roster.csv?hub={Some.HubCode}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }
}
