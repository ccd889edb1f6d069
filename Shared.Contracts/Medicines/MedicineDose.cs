using System.Globalization;
using System.Text.RegularExpressions;
using Shared.Contracts.Advice;

namespace Shared.Contracts.Medicines;

/// <summary>What a line comes to in figures. Null wherever the words leave a doubt: nothing is guessed.</summary>
public static partial class MedicineDose
{
    private static readonly string[] Pieces =
    [
        "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "cap", "caps", "sachet", "sachets", "lozenge", "lozenges",
        "गोली", "गोलियाँ", "गोलियां", "टैबलेट", "कैप्सूल", "पाउच",
    ];

    /// <summary>
    /// How many tablets, capsules or sachets last for the days: dose × frequency × days, up to a whole one. Null where the dose is not
    /// counted in pieces, or where it is taken only when needed.
    /// </summary>
    public static decimal? Quantity(MedicineLine line) =>
        Amount(line) is ({ } amount, { } unit) && IsPiece(unit, line.Form) && Doses(line.Frequency, line.DurationDays) is { } doses
            ? Math.Ceiling(amount * doses)
            : null;

    /// <summary>What is taken at a time, in mg; of a combination, of the first ingredient.</summary>
    public static decimal? Mg(MedicineLine line)
    {
        if (Amount(line) is not ({ } amount, { } unit)) return null;
        if (MgOf(unit) is { } weight) return amount * weight;
        if (Strength().Match(line.Strength) is not { Success: true } strength || MgOf(strength.Groups["unit"].Value) is not { } each) return null;

        var mg = Number(strength.Groups["value"].Value) * each;
        var per = strength.Groups["per"].Value;
        if (per.Length == 0) return IsPiece(unit, line.Form) ? amount * mg : null;
        var holds = strength.Groups["in"].Value is { Length: > 0 } of ? Number(of) : 1;
        return holds > 0 && unit.TrimEnd('s') == per ? amount * mg / holds : null;
    }

    /// <summary>Doses a day, on average; null for what is taken when needed, or once.</summary>
    public static decimal? TimesADay(string frequency) => frequency switch
    {
        "OD" or "HS" => 1,
        "BD" or "Q12H" => 2,
        "TDS" or "Q8H" => 3,
        "QID" or "Q6H" => 4,
        "Q4H" => 6,
        "EOD" => 1 / 2m,
        "OW" => 1 / 7m,
        "OM" => 1 / 30m,
        _ => null,
    };

    private static decimal? Doses(string frequency, int? days) => (frequency, days) switch
    {
        ("STAT", _) => 1,
        (_, null or <= 0) => null,
        ("EOD", { } d) => Every(2, d),
        ("OW", { } d) => Every(7, d),
        ("OM", { } d) => Every(30, d),
        (_, { } d) => TimesADay(frequency) * d,
    };

    // The first dose is on the first day.
    private static int Every(int gap, int days) => (days + gap - 1) / gap;

    private static (decimal? Amount, string? Unit) Amount(MedicineLine line)
    {
        if (line is { Amount: > 0 and <= 100_000, Unit: { } coded }) return (line.Amount, coded);
        if (Dose().Match(line.Dose) is not { Success: true } dose) return default;
        var amount = dose.Groups["half"].Value switch { "½" => 0.5m, "¼" => 0.25m, "¾" => 0.75m, _ => 0 };
        if (dose.Groups["whole"].Value is { Length: > 0 } whole) amount += Number(whole);
        if (dose.Groups["under"].Value is { Length: > 0 } under) amount = Number(under) is var divisor and > 0 ? amount / divisor : 0;
        return amount is > 0 and <= 100_000 ? (amount, dose.Groups["unit"].Value.ToLowerInvariant()) : default;
    }

    private static bool IsPiece(string unit, string form) => Pieces.Contains(unit)
        || (unit.Length == 0 && form.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var last] && Pieces.Contains(last.ToLowerInvariant()));

    private static decimal? MgOf(string unit) => unit.ToLowerInvariant() switch { "g" => 1000, "mg" => 1, "mcg" => 0.001m, _ => null };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    // "1 tablet", "½", "1½ tablets", "1/2 tablet", "5 ml", "500 mg"; a range such as "1-2 tablets" says no one number.
    [GeneratedRegex(@"^\s*(?=[0-9½¼¾])(?<whole>[0-9]{1,6}(\.[0-9]{1,4})?)?(\s*/\s*(?<under>[0-9]{1,3})|\s*(?<half>[½¼¾]))?\s*(?<unit>[\p{L}\p{M}]*)\s*$")]
    private static partial Regex Dose();

    [GeneratedRegex(@"^\s*(?<value>[0-9]{1,7}(\.[0-9]{1,4})?)\s*(?<unit>mg|mcg|g)\b(?!\s+base)[^/]*(/\s*(?<in>[0-9]{1,4}(\.[0-9]{1,2})?)?\s*(?<per>ml|puff))?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Strength();
}
