using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;
using Spoke.Api.Ui;

namespace Spoke.Api.Paper;

/// <summary>
/// The register a centre keeps by hand today: whoever was asked about on some days, one line each, in the order they were asked. To
/// print, or as a CSV file. Practice is not in it.
/// </summary>
public sealed class DayRegister(SpokeDb db, CurrentAccount me, ProgrammeKey programme, PrescribingPolicy policy, TimeProvider clock)
{
    /// <summary>The longest that can be asked for at once: a month.</summary>
    public const int MostDays = 31;

    /// <param name="Spokes">The reader's, to choose from.</param>
    public sealed record Sheet(string Spoke, IReadOnlyList<string> Spokes, DateOnly From, DateOnly Until, IReadOnlyList<Line> Lines);

    /// <param name="Serial">From 1 within the sheet; <see cref="ConsultRequest.Number"/> is the number for good.</param>
    /// <param name="Advice">In force; null while there is none.</param>
    public sealed record Line(int Serial, ConsultRequest Request, AdviceNote? Advice);

    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/register.csv", async (DayRegister act, CancellationToken ct, string? spoke = null, DateOnly? from = null, DateOnly? until = null) =>
        {
            var sheet = await act.Read(spoke, from, until, ct);
            return TypedResults.File(Csv(sheet), "text/csv; charset=utf-8", $"register-{sheet.Spoke}-{sheet.From:yyyy-MM-dd}.csv");
        })
        .RequireAuthorization(Policies.Cho)
        .ExcludeFromDescription();

    /// <param name="from">Null: today. With an end before it, or more than <see cref="MostDays"/> later, the nearest that can be shown.</param>
    public async Task<Sheet> Read(string? spoke, DateOnly? from, DateOnly? until, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        var at = Posted.At(string.IsNullOrEmpty(spoke) ? null : spoke, places);
        var today = Format.DayOf(clock.GetUtcNow());
        var first = from ?? until ?? today;
        var last = until is { } asked && asked > first ? asked : first;
        if (last.DayNumber - first.DayNumber >= MostDays) last = first.AddDays(MostDays - 1);
        var (begin, end) = (StartOf(first), StartOf(last.AddDays(1)));
        var requests = await db.Requests.AsNoTracking().Include(r => r.Advice)
            .Where(r => r.SpokeCode == at && r.Status != RequestStatus.Draft && !r.IsPractice && r.QueuedAt >= begin && r.QueuedAt < end)
            .OrderBy(r => r.QueuedAt).ThenBy(r => r.Id).ToListAsync(ct);
        return new(at, places, first, last, [.. requests.Select((r, i) => new Line(i + 1, r, InForce(r)))]);
    }

    private AdviceNote? InForce(ConsultRequest request) =>
        request.Advice.MaxBy(a => a.Version) is { Withdrawal: null } received ? SignedAdvice.Check(received.Document, programme.Key, policy).Note : null;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Format.IndianOffset);

    /// <summary>In the reader's language, for a spreadsheet: cells that it would run as formulas are disarmed.</summary>
    private static byte[] Csv(Sheet sheet)
    {
        using var file = new MemoryStream();
        using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))   // else spreadsheets take Hindi for Latin
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
        {
            Row(Columns.Select(c => Texts.Of($"register.{c}")));
            foreach (var line in sheet.Lines) Row(Columns.Select(c => Cell(c, line)));

            void Row(IEnumerable<string> cells)
            {
                foreach (var cell in cells) csv.WriteField(cell);
                csv.NextRecord();
            }
        }
        return file.ToArray();
    }

    /// <summary>The register's columns in order: each is a text <c>register.{column}</c>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["serial", "date", "number", "name", "relative", "age-sex", "village", "complaint", "state", "advice", "medicines"];

    /// <summary>One column of one line, in the reader's language.</summary>
    public static string Cell(string column, Line line)
    {
        var (request, patient) = (line.Request, line.Request.Patient);
        return column switch
        {
            "serial" => Format.Number(line.Serial),
            "date" => Format.DateTime(request.QueuedAt ?? request.CreatedAt),
            "number" => request.Number,
            "name" => patient?.Name ?? "",
            "relative" => patient?.RelativeName ?? "",
            "age-sex" => patient is null ? "" : Say.AgeSex(patient, Format.DayOf(request.QueuedAt ?? request.CreatedAt)),
            "village" => patient?.Address.Village ?? "",
            "complaint" => Several(request.Content?.Complaints.Select(c => $"{Say.Complaint(c)} {Say.Duration(c.Duration)}".Trim())),
            "state" => Say.State(request.Status, wasSent: true, request.PatientKnows, isPractice: false).Text,
            "advice" => Several([.. line.Advice?.Diagnoses.Select(d => d.Text) ?? [], line.Advice?.Advice, line.Advice?.Referral?.Place]),
            "medicines" => Several(line.Advice?.Medicines.Select(m => $"{m.Name.ToUpperInvariant()} {m.Strength}")),
            _ => throw new ArgumentOutOfRangeException(nameof(column), column, "Not a column of the register."),
        };
    }

    private static string Several(IEnumerable<string?>? parts) => string.Join("; ", (parts ?? []).Where(p => !string.IsNullOrWhiteSpace(p)));
}
