using System.Globalization;
using System.Text.RegularExpressions;

namespace Shared.Hosting.Ui;

/// <summary>
/// A posted form, read with types. What cannot be read is null and noted in <see cref="Errors"/>, never guessed;
/// <see cref="Raw"/> gives back what was typed so that nobody types it twice.
/// </summary>
public sealed partial class PostedForm(IFormCollection form)
{
    /// <summary>What could not be read as the asked type. Add the validator's findings to it.</summary>
    public FormErrors Errors { get; } = new();

    /// <summary>Value of the pressed button, when buttons are called <c>act</c>.</summary>
    public string? Act => Text("act");

    public IFormFileCollection Files => form.Files;

    public static async Task<PostedForm> Read(HttpContext http, CancellationToken ct = default) =>
        new(http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : FormCollection.Empty);

    /// <summary>True when the page's script saves in the background and nobody waits for a page.</summary>
    public static bool IsAutosave(HttpRequest request) => request.Headers.ContainsKey("X-Autosave");

    /// <summary>True when the page's script only asks for fresh content of a list.</summary>
    public static bool IsLive(HttpRequest request) => request.Headers.ContainsKey("X-Live");

    /// <summary>True when that happens in a tab that nobody looks at.</summary>
    public static bool IsUnseen(HttpRequest request) => IsLive(request) && request.Headers["X-Live"] == "hidden";

    public bool Has(string name) => form.ContainsKey(name);

    /// <summary>Exactly what was typed, or an empty string.</summary>
    public string Raw(string name) => form.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";

    /// <summary>Trimmed; null when nothing was typed.</summary>
    public string? Text(string name) => Raw(name).Trim() is { Length: > 0 } text ? text : null;

    public string[] Many(string name) => form.TryGetValue(name, out var values) ? [.. values.OfType<string>().Where(v => v.Length > 0)] : [];

    public bool Ticked(string name) => Raw(name) is "true" or "on" or "1";

    /// <summary>For a yes/no choice that may be left open.</summary>
    public bool? YesNo(string name) => Raw(name) switch { "true" or "yes" => true, "false" or "no" => false, _ => null };

    public int? Whole(string name) => Parse<int>(name, "not-a-whole-number", (string text, out int value) =>
        int.TryParse(Latin(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    public long? Key(string name) => Parse<long>(name, "not-a-whole-number", (string text, out long value) =>
        long.TryParse(Latin(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    public decimal? Number(string name) => Parse<decimal>(name, "not-a-number", (string text, out decimal value) =>
        decimal.TryParse(Latin(text), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value));

    /// <summary>From a date input (2026-11-23) or typed the Indian way (23/11/2026).</summary>
    public DateOnly? Date(string name) => Parse<DateOnly>(name, "not-a-date", (string text, out DateOnly value) =>
        DateOnly.TryParseExact(Latin(text), ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    /// <summary>From a time input (14:05).</summary>
    public TimeOnly? Time(string name) => Parse<TimeOnly>(name, "not-a-time", (string text, out TimeOnly value) =>
        TimeOnly.TryParseExact(Latin(text), ["H:mm", "H:mm:ss", "h:mm tt"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    /// <summary>From a date-and-time input (2026-11-23T14:05), which is Indian time.</summary>
    public DateTimeOffset? Moment(string name) => Parse<DateTimeOffset>(name, "not-a-date", (string text, out DateTimeOffset value) =>
    {
        var read = DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        value = read ? new DateTimeOffset(local, Format.IndianOffset) : default;
        return read;
    });

    public Guid? Id(string name) => Parse<Guid>(name, "not-known", Guid.TryParse);

    /// <summary>From the kebab-case form that also travels in JSON (<c>information-asked</c>).</summary>
    public T? Choice<T>(string name) where T : struct, Enum => Parse<T>(name, "not-known", (string text, out T value) =>
        Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsDigit(text[0]));

    /// <summary>The row numbers of a repeated part: with inputs <c>lines[0].name</c> and <c>lines[2].name</c>, <c>Rows("lines")</c> is 0, 2.</summary>
    public int[] Rows(string prefix) => [.. form.Keys
        .Select(key => Row().Match(key))
        .Where(match => match.Success && string.Equals(match.Groups[1].Value, prefix, StringComparison.OrdinalIgnoreCase))
        .Select(match => int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
        .Distinct().Order()];

    private delegate bool Reader<T>(string text, out T value);

    private T? Parse<T>(string name, string code, Reader<T> read) where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (read(text, out var value)) return value;
        Errors.Add(name, Texts.Of($"validation.{code}"));
        return null;
    }

    // A Hindi keyboard types ०-९; they are the same figures.
    private static string Latin(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = from[i] is >= '०' and <= '९' ? (char)(from[i] - '०' + '0') : from[i];
    });

    [GeneratedRegex(@"^(.+?)\[(\d{1,4})\]")]
    private static partial Regex Row();
}
