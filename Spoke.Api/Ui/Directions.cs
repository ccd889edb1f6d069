using System.Globalization;
using System.Text.RegularExpressions;
using Shared.Contracts.Advice;
using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>
/// Directions of a medicine line in one language: the reader's on a page, the patient's on a slip. Codes and the common words of a
/// dose are translated; what is not known stays as the doctor wrote it, because a wrong guess is worse than a foreign word.
/// </summary>
public sealed partial class Directions(string language)
{
    public string Language => language;

    public string Form(MedicineLine line) => Known("form", line.Form);

    public string Frequency(MedicineLine line) => Known("freq", line.Frequency.ToUpperInvariant(), line.Frequency);

    public string Timing(MedicineLine line) => line.Timing is "" or "any-time" ? Text("timing.any-time") : Known("timing", line.Timing);

    /// <summary>Only when it is not by mouth.</summary>
    public string? Route(MedicineLine line) => line.Route is "" or "oral" ? null : Known("route", line.Route);

    public string? Days(MedicineLine line) => line.DurationDays is { } days ? Text(days == 1 ? "slip.day" : "slip.days", days) : null;

    public string? Quantity(MedicineLine line) => line.Quantity is { } quantity ? Text("slip.total", Format.Number(quantity)) : null;

    /// <summary>"1 tablet" as "1 गोली", "half a tablet" as "आधी गोली".</summary>
    public string Dose(MedicineLine line)
    {
        var dose = line.Dose.Trim();
        if (Texts.Current.Has($"dose.{Slug(dose)}")) return Text($"dose.{Slug(dose)}");
        return Amount().Match(dose) is { Success: true } match && Texts.Current.Has($"dose-unit.{UnitOf(match)}")
            ? Text($"dose-unit.{UnitOf(match)}", match.Groups[1].Value)
            : dose;
    }

    public string? Instructions(MedicineLine line) => line.Instructions is not { Length: > 0 } text ? null
        : Texts.Current.Has($"instruction.{Slug(text)}") ? Text($"instruction.{Slug(text)}") : text;

    /// <summary>
    /// What stands under morning, noon and night; null where the coded frequency does not say it, and then it is written out.
    /// "Once a day" does not say when, so it is not put into a column.
    /// </summary>
    public string?[]? Columns(MedicineLine line)
    {
        var amount = Amount().Match(line.Dose.Trim()) is { Success: true } match && UnitOf(match) is "tablet" or "capsule" or "sachet"
            ? Amount().Match(line.Dose.Trim()).Groups[1].Value
            : Dose(line);
        return line.Frequency.ToUpperInvariant() switch
        {
            "BD" => [amount, null, amount],
            "TDS" => [amount, amount, amount],
            "HS" => [null, null, amount],
            _ => null,
        };
    }

    public string Text(string key, params object?[] args) => Say.In(language, key, args);

    private string Known(string prefix, string code, string? otherwise = null) =>
        Texts.Current.Has($"{prefix}.{code}") ? Text($"{prefix}.{code}") : otherwise ?? code;

    private static string UnitOf(Match amount) => amount.Groups[2].Value.ToLowerInvariant() switch
    {
        "tablets" or "tab" or "tabs" => "tablet",
        "capsules" or "cap" or "caps" => "capsule",
        "sachets" => "sachet",
        "drop" => "drops",
        "puff" => "puffs",
        "teaspoons" or "tsp" => "teaspoon",
        var unit => unit,
    };

    private static string Slug(string words) => string.Join('-', words.Trim().TrimEnd('.').ToLower(CultureInfo.InvariantCulture).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^(\d+(?:[.\-–]\d+)?|½)\s*([A-Za-z]+)$")]
    private static partial Regex Amount();
}
