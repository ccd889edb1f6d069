using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using CsvHelper;
using CsvHelper.Configuration;
using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Hub.Api.Ui;
using Shared.Contracts.Directory;
using Shared.Hosting.Identity;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;

namespace Hub.Api.Rosters;

/// <summary>A hub's shifts as a list for a spreadsheet, out and in. What comes in is shown row by row before anything is kept.</summary>
public sealed class RosterList(HubDb db, PlanRoster plan, ProgrammeDirectory directory)
{
    /// <summary>More than a hub with fifty doctors needs in a year.</summary>
    public const int MostRows = 2000;

    public const int MostBytes = 512 * 1024;

    private static readonly string[] Columns = ["practitioner", "specialty", "kind", "weekday", "from", "until", "begins", "ends", "capacity"];

    /// <summary>What would become of a row.</summary>
    public enum Verdict
    {
        New,
        Changed,
        Same,
        Refused,
    }

    /// <param name="Number">Line of the file, the heading is 1.</param>
    /// <param name="Why">For a refused row, in the reader's language.</param>
    public sealed record Row(int Number, string Text, Verdict Verdict, string? Why, [property: JsonIgnore] Shift? Shift);

    /// <param name="List">The text of the file, with its heading.</param>
    public sealed record Command(string List);

    /// <param name="Rows">What became of each.</param>
    public sealed record Taken(int Kept, IReadOnlyList<Row> Rows);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.List).NotEmpty().WithErrorCode("roster-list-missing").MaximumLength(MostBytes);
    }

    /// <summary>For a hospital's own planning program: what the page does in two steps, a list read again changes nothing.</summary>
    public static void MapApi(IEndpointRouteBuilder api) => api
        .MapPut("/roster/{hub}", async (string hub, Command command, RosterList act, CancellationToken ct) => TypedResults.Ok(await act.Keep(hub, command.List, ct)))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Nodal)
        .WithName("TakeRoster");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/roster.csv", async (RosterList act, CancellationToken ct, string hub = "") =>
            TypedResults.File(await act.Write(hub, ct), "text/csv; charset=utf-8", "roster.csv"))
        .RequireAuthorization(Policies.Nodal)
        .ExcludeFromDescription();

    public async Task<byte[]> Write(string hub, CancellationToken ct)
    {
        await plan.MustBeMine(hub, ct);
        var (shifts, _) = await plan.All(ct);
        using var file = new MemoryStream();
        using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
        {
            Put(csv, Columns);
            foreach (var s in shifts.Where(s => s.HubCode == hub))
                Put(csv, [s.PractitionerCode, s.Specialty, Lower(s.Kind), s.Weekday is { } day ? Lower(day) : "", Format.InputDate(s.From), Format.InputDate(s.Until),
                    Clock(s.Begins), Clock(s.Ends), s.Capacity.ToString(CultureInfo.InvariantCulture)]);
        }
        return file.ToArray();

        static void Put(CsvWriter csv, IEnumerable<string> cells)
        {
            foreach (var cell in cells) csv.WriteField(cell);
            csv.NextRecord();
        }
    }

    /// <summary>What each row would do, judged in the order of the file: a row may meet one above it.</summary>
    public async Task<IReadOnlyList<Row>> Preview(string hub, string file, CancellationToken ct)
    {
        await plan.MustBeMine(hub, ct);
        var (shifts, leaves) = await plan.All(ct);
        var roster = new Roster(shifts, leaves, directory);   // sees what is added to the list below
        var rows = new List<Row>();
        using var csv = new CsvReader(new StringReader(file.TrimStart('\uFEFF')), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = heading => heading.Header.Trim().ToLowerInvariant(),
            MissingFieldFound = null,
            BadDataFound = null,
            TrimOptions = TrimOptions.Trim,
        });
        if (!await csv.ReadAsync() || !csv.ReadHeader() || Columns.Except(csv.HeaderRecord!.Select(h => h.Trim().ToLowerInvariant())).Any())
            return [new(1, "", Verdict.Refused, Texts.Of("roster.list-heading", string.Join(", ", Columns)), null)];
        while (await csv.ReadAsync())
        {
            if (rows.Count == MostRows) return [.. rows, new(csv.Parser.RawRow, "", Verdict.Refused, Texts.Of("roster.list-long", MostRows), null)];
            rows.Add(Judge(csv, hub, shifts, roster, plan.Today));
        }
        return rows;
    }

    /// <summary>Keeps what the preview calls new or changed, all of it or nothing.</summary>
    public async Task<Taken> Keep(string hub, string file, CancellationToken ct)
    {
        IReadOnlyList<Row> rows = [];
        var kept = 0;
        await plan.Planning(async token =>
        {
            rows = await Preview(hub, file, token);
            var wanted = rows.Where(row => row.Verdict is Verdict.New or Verdict.Changed).ToList();
            db.Shifts.UpdateRange(wanted.Select(row => row.Shift!).Distinct());   // a row without a key yet is added
            kept = wanted.Count;
        }, ct);
        return new(kept, rows);
    }

    private static Row Judge(CsvReader csv, string hub, List<Shift> shifts, Roster roster, DateOnly today)
    {
        var (number, text) = (csv.Parser.RawRow, Words.Beginning(string.Join(", ", csv.Parser.Record!), 120));
        var (practitioner, specialty) = (csv.GetField("practitioner") ?? "", csv.GetField("specialty") ?? "");
        if (!Is<ShiftKind>("kind", out var kind)) return Wrong("kind");
        DayOfWeek? weekday = null;
        if (csv.GetField("weekday") is { Length: > 0 })
        {
            if (!Is<DayOfWeek>("weekday", out var day)) return Wrong("weekday");
            weekday = day;
        }
        if (!Day("from", out var from)) return Wrong("from");
        DateOnly? until = null;
        if (csv.GetField("until") is { Length: > 0 })
        {
            if (!Day("until", out var last)) return Wrong("until");
            until = last;
        }
        if (!Hour("begins", out var begins)) return Wrong("begins");
        if (!Hour("ends", out var ends)) return Wrong("ends");
        if (!int.TryParse(csv.GetField("capacity"), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity)) return Wrong("capacity");

        var shift = new Shift
        {
            HubCode = hub,
            PractitionerCode = practitioner,
            Specialty = specialty,
            Kind = kind,
            Weekday = weekday,
            From = from,
            Until = until,
            Begins = begins,
            Ends = ends,
            Capacity = capacity,
        };
        if (roster.Refusal(shift) is { } refusal)
            return new(number, text, Verdict.Refused, Texts.Of($"error.{refusal.Code}", refusal.PractitionerCode, PlanRoster.Say(refusal)), null);
        if (shifts.FirstOrDefault(s => s.IsSame(shift)) is not { } known)
        {
            if (weekday is null && from < today) return Past();
            shifts.Add(shift);
            return new(number, text, Verdict.New, null, shift);
        }
        if ((known.Until, known.Ends, known.Capacity) == (until, ends, capacity)) return new(number, text, Verdict.Same, null, known);
        // What was planned for days that are over stays to be read: only when it ends can still be said.
        if (known.From < today && ((known.Ends, known.Capacity) != (ends, capacity) || known.Until < today.AddDays(-1) || until < today.AddDays(-1))) return Past();
        (known.Until, known.Ends, known.Capacity) = (until, ends, capacity);
        return new(number, text, Verdict.Changed, null, known);

        Row Past() => new(number, text, Verdict.Refused, Texts.Of("roster.list-past"), null);

        Row Wrong(string column) => new(number, text, Verdict.Refused, Texts.Of("roster.list-cell", column), null);

        bool Is<T>(string column, out T value) where T : struct, Enum =>
            Enum.TryParse(csv.GetField(column), ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsDigit(csv.GetField(column)![0]);

        bool Day(string column, out DateOnly day) =>
            DateOnly.TryParseExact(csv.GetField(column), ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

        bool Hour(string column, out TimeOnly hour) =>
            TimeOnly.TryParseExact(csv.GetField(column), ["H:mm", "H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out hour);
    }

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
