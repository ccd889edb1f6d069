using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using Hub.Api.Domain;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;

namespace Hub.Api.Programme;

/// <summary>The whole file cannot be read: its code, whose text is <c>lists.why.{code}</c>, and what it is about.</summary>
public sealed class UnreadableFileException(string code, string? detail = null) : Exception("The file cannot be read as a list.")
{
    public string Code => code;
    public string? Detail => detail;
}

/// <summary>
/// The programme's lists as files: one row a medicine or diagnosis, columns by their heading. What is written here is read back to the
/// same list.
/// </summary>
public static partial class ListFiles
{
    public const int MostRows = 5_000;

    // Several names or classes in one field; the parts of a product.
    private const char Many = ';';
    private const char Part = '|';

    private static readonly Dictionary<ListKind, (string[] Needed, string[] Also)> Columns = new()
    {
        [ListKind.Medicines] = (["generic", "list"], ["name_hi", "synonyms", "from", "until"]),
        [ListKind.Formulary] = (["generic", "classes", "level", "products"],
            ["schedule", "usual_dose", "usual_frequency", "most_mg_per_dose", "most_mg_per_day", "pregnancy", "caution_under_years"]),
        [ListKind.Diagnoses] = (["code", "title_en", "title_hi"], []),
    };

    /// <summary>A row as it was read: the thing, or why it is none.</summary>
    public sealed record Read<T>(int Line, string Name, T? Value, string? Why = null, string? Detail = null) where T : class;

    public static string ColumnsOf(ListKind kind) => string.Join(", ", Columns[kind].Needed.Concat(Columns[kind].Also));

    /// <summary>A row of a list of medicines; the days as written.</summary>
    public static IReadOnlyList<Read<ListedMedicine>> Medicines(byte[] file) => Rows(ListKind.Medicines, file, "generic", row =>
    {
        var generic = row.Needed("generic");
        if (!MedicineName.IsReadable(MedicineName.Ingredients(generic))) throw new BadRowException("name-unreadable");
        var list = row.Needed("list").ToLowerInvariant();
        return new ListedMedicine
        {
            Generic = generic,
            NameHi = row.Text("name_hi"),
            Synonyms = row.Several("synonyms"),
            List = list is "o" or "a" or "b" or "emergency" ? Enum.Parse<MedicineList>(list, ignoreCase: true) : throw new BadRowException("list-unknown", list),
            From = row.Day("from"),
            Until = row.Day("until"),
        };
    });

    public static IReadOnlyList<Read<FormularyMedicine>> Formulary(byte[] file) => Rows(ListKind.Formulary, file, "generic", row => new FormularyMedicine
    {
        Generic = MedicineName.IsReadable(MedicineName.Ingredients(row.Needed("generic"))) ? row.Needed("generic") : throw new BadRowException("name-unreadable"),
        Classes = row.Several("classes") is { Length: > 0 } classes ? classes : throw new BadRowException("column-empty", "classes"),
        Schedule = row.Code<DrugSchedule>("schedule") ?? DrugSchedule.None,
        Level = row.Code<EssentialLevel>("level") ?? throw new BadRowException("column-empty", "level"),
        Products = row.Several("products") is { Length: > 0 } products ? [.. products.Select(Product)] : throw new BadRowException("column-empty", "products"),
        Usual = (row.Text("usual_dose"), row.Text("usual_frequency")) switch
        {
            ({ } dose, { } often) => new UsualDose(dose, often),
            (null, null) => null,
            _ => throw new BadRowException("usual-half"),
        },
        MostMgPerDose = row.Number("most_mg_per_dose"),
        MostMgPerDay = row.Number("most_mg_per_day"),
        Pregnancy = row.Code<PregnancyAdvice>("pregnancy") ?? PregnancyAdvice.None,
        CautionUnderYears = (int?)row.Number("caution_under_years"),
    });

    public static IReadOnlyList<Read<ListedDiagnosis>> Diagnoses(byte[] file) => Rows(ListKind.Diagnoses, file, "code", row =>
        IcdCode().IsMatch(row.Needed("code").ToUpperInvariant())
            ? new ListedDiagnosis(row.Needed("code").ToUpperInvariant(), new Names(row.Needed("title_en"), row.Needed("title_hi")))
            : throw new BadRowException("code-unreadable"));

    public static byte[] Write(MedicineLists lists) => Write(ListKind.Medicines, lists.Medicines.Select(m => new string?[]
    {
        m.Generic, Written(m.List), m.NameHi, Joined(m.Synonyms), Written(m.From), Written(m.Until),
    }));

    public static byte[] Write(FormularyData formulary) => Write(ListKind.Formulary, formulary.Medicines.Select(m => new string?[]
    {
        m.Generic, Joined(m.Classes), Written(m.Level), Joined(m.Products.Select(p => $"{p.Form}{Part}{p.Strength}{Part}{p.Route}")), Written(m.Schedule),
        m.Usual?.Dose, m.Usual?.Frequency, Written(m.MostMgPerDose), Written(m.MostMgPerDay), Written(m.Pregnancy), Written(m.CautionUnderYears),
    }));

    public static byte[] Write(DiagnosisData diagnoses) => Write(ListKind.Diagnoses, diagnoses.Diagnoses.Select(d => new string?[] { d.Code, d.Title.En, d.Title.Hi }));

    private static byte[] Write(ListKind kind, IEnumerable<string?[]> rows)
    {
        using var text = new StringWriter();
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var row in rows.Prepend([.. Columns[kind].Needed, .. Columns[kind].Also]))
            {
                foreach (var field in row) csv.WriteField(field);
                csv.NextRecord();
            }
        }
        // With the mark at the start, without which a spreadsheet does not show Hindi.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static List<Read<T>> Rows<T>(ListKind kind, byte[] file, string named, Func<Fields, T> read) where T : class
    {
        var rows = new List<Read<T>>();
        try
        {
            var text = Text(file);
            using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                TrimOptions = TrimOptions.Trim,
                MissingFieldFound = null,
                Delimiter = text.Split('\n')[0] is var heading && heading.Contains(Many) ? ";" : heading.Contains('\t') ? "\t" : ",",   // as spreadsheets write it
                PrepareHeaderForMatch = column => column.Header.Trim().ToLowerInvariant(),
            });
            if (!csv.Read() || !csv.ReadHeader()) throw new UnreadableFileException("file-empty");
            string[] headings = [.. csv.HeaderRecord!.Select(h => h.Trim().ToLowerInvariant())];
            var (needed, also) = Columns[kind];
            if (needed.FirstOrDefault(column => !headings.Contains(column)) is { } missing) throw new UnreadableFileException("column-missing", missing);
            if (headings.FirstOrDefault(h => !needed.Contains(h) && !also.Contains(h)) is { } unknown) throw new UnreadableFileException("column-unknown", unknown);
            while (csv.Read())
            {
                if (rows.Count == MostRows) throw new UnreadableFileException("file-too-long", $"{MostRows}");
                var (line, name) = (csv.Parser.RawRow, csv.GetField(named) ?? "");
                try
                {
                    rows.Add(new(line, name, read(new Fields(csv))));
                }
                catch (BadRowException bad)
                {
                    rows.Add(new(line, name, null, bad.Code, bad.Detail));
                }
            }
        }
        catch (CsvHelperException)
        {
            throw new UnreadableFileException("file-unreadable");
        }
        return rows.Count > 0 ? rows : throw new UnreadableFileException("file-empty");
    }

    private static string Text(byte[] file)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableFileException("file-not-utf8");
        }
    }

    private static MedicineProduct Product(string text) => text.Split(Part, StringSplitOptions.TrimEntries) switch
    {
        [{ Length: > 0 } form] => new() { Form = form },
        [{ Length: > 0 } form, var strength] => new() { Form = form, Strength = strength },
        [{ Length: > 0 } form, var strength, { Length: > 0 } route] => new() { Form = form, Strength = strength, Route = route },
        _ => throw new BadRowException("product-unreadable", text),
    };

    private static string Joined(IEnumerable<string> several) => string.Join($"{Many} ", several);

    private static string Written(Enum code) => code.ToString().ToLowerInvariant();

    private static string? Written(IFormattable? value) => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value?.ToString(null, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,3})?$")]
    private static partial Regex IcdCode();

    private sealed class BadRowException(string code, string? detail = null) : Exception("The row cannot be read.")
    {
        public string Code => code;
        public string? Detail => detail;
    }

    private sealed class Fields(CsvReader csv)
    {
        public string? Text(string column) => csv.TryGetField<string>(column, out var text) && text is { Length: > 0 } ? text : null;

        public string Needed(string column) => Text(column) ?? throw new BadRowException("column-empty", column);

        public string[] Several(string column) => Text(column)?.Split(Many, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

        public decimal? Number(string column) => Text(column) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
            : throw new BadRowException("not-a-number", column);

        public DateOnly? Day(string column) => Text(column) is not { } text ? null
            : DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new BadRowException("not-a-date", column);

        public T? Code<T>(string column) where T : struct, Enum => Text(column) is not { } text ? null
            : Enum.TryParse<T>(text, ignoreCase: true, out var code) && Enum.IsDefined(code) && !char.IsDigit(text[0]) ? code
            : throw new BadRowException("code-unknown", $"{column}: {text}");
    }
}
