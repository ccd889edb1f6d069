using System.Globalization;

namespace Shared.Hosting.Ui;

/// <summary>
/// How figures and moments are written: Indian grouping (1,34,862), dd/MM/yyyy, 12-hour clock in Indian time, digits 0-9 in both languages.
/// Nothing here reads the clock; "today" is relative to the moment that is passed.
/// </summary>
public static class Format
{
    /// <summary>India has one zone and no summer time, so the offset needs no zone data on the machine.</summary>
    public static readonly TimeSpan IndianOffset = new(5, 30, 0);

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly NumberFormatInfo Indian = new() { NumberGroupSizes = [3, 2], NumberGroupSeparator = ",", NumberDecimalSeparator = "." };

    public static DateTimeOffset InIndia(DateTimeOffset at) => at.ToOffset(IndianOffset);

    /// <summary>The calendar day in India at this moment.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(InIndia(at).DateTime);

    /// <summary>23/11/2026</summary>
    public static string Date(DateOnly day) => day.ToString("dd/MM/yyyy", Invariant);

    /// <inheritdoc cref="Date(DateOnly)"/>
    public static string Date(DateTimeOffset at) => Date(DayOf(at));

    /// <summary>"10:35 am", "सुबह 10:35 बजे".</summary>
    /// <param name="language">The reader's, unless it is said.</param>
    public static string Time(DateTimeOffset at, string? language = null) => Time(TimeOnly.FromDateTime(InIndia(at).DateTime), language);

    /// <inheritdoc cref="Time(DateTimeOffset, string?)"/>
    public static string Time(TimeOnly time, string? language = null)
    {
        var clock = time.ToString("h:mm", Invariant);
        if ((language ?? Texts.Language) != Texts.Hindi) return $"{clock} {(time.Hour < 12 ? "am" : "pm")}";
        var part = time.Hour switch { >= 4 and < 12 => "सुबह", >= 12 and < 16 => "दोपहर", >= 16 and < 20 => "शाम", _ => "रात" };
        return $"{part} {clock} बजे";
    }

    /// <summary>"23/11/2026, 10:35 am"</summary>
    public static string DateTime(DateTimeOffset at) => $"{Date(at)}, {Time(at)}";

    /// <summary>
    /// "today 10:35 am", "Saturday 4:10 pm" within six days either way, else date and time.
    /// No "yesterday": the Hindi word is also "tomorrow".
    /// </summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var days = DayOf(at).DayNumber - DayOf(now).DayNumber;
        if (days == 0) return $"{Texts.Of("format.today")} {Time(at)}";
        return Math.Abs(days) < 7 ? $"{Weekday(DayOf(at))} {Time(at)}" : DateTime(at);
    }

    /// <summary>"Monday", "सोमवार"</summary>
    public static string Weekday(DateOnly day) => Texts.Of($"format.weekday.{(int)day.DayOfWeek}");

    /// <summary>"1 h 21 min", "2 days 3 h", "45 min"; under a minute it says so. A negative span is written by its length.</summary>
    public static string Duration(TimeSpan span)
    {
        span = span.Duration();
        var (days, hours, minutes) = ((int)span.TotalDays, span.Hours, span.Minutes);
        if (days > 0) return Join(Unit("days", days), Unit("hours", hours));
        return hours > 0 ? Join(Unit("hours", hours), Unit("minutes", minutes))
            : minutes > 0 ? Unit("minutes", minutes)
            : Texts.Of("format.moment");

        static string Unit(string unit, int count) => count == 0 ? "" : Texts.Current.Count($"format.{unit}", count);
        static string Join(string more, string less) => less.Length == 0 ? more : $"{more} {less}";
    }

    /// <summary>1,34,862</summary>
    public static string Number(long number) => number.ToString("N0", Indian);

    /// <summary>1,34,862.5 with as many decimals as it has, or as many as asked for.</summary>
    public static string Number(decimal number, int? decimals = null)
    {
        var scale = decimals ?? (number % 1m == 0m ? 0 : (number / 1.000000000000000000000000000m).Scale);
        return number.ToString($"N{scale}", Indian);
    }

    /// <summary>"93.5 %"; a dash when there is nothing to divide.</summary>
    public static string Share(decimal part, decimal whole, int decimals = 1) =>
        whole == 0m ? "–" : $"{(part / whole * 100m).ToString($"N{decimals}", Indian)} %";

    /// <summary>The value for a <c>time datetime=""</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => InIndia(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", Invariant);

    /// <summary>The value for an <c>input type="date"</c>.</summary>
    public static string InputDate(DateOnly? day) => day?.ToString("yyyy-MM-dd", Invariant) ?? "";

    /// <summary>A number as a form field holds it: no grouping, point as decimal sign.</summary>
    public static string Input(decimal? number) => number?.ToString("0.#########", Invariant) ?? "";
}
