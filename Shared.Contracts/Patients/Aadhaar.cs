using System.Globalization;
using System.Text.RegularExpressions;

namespace Shared.Contracts.Patients;

/// <summary>
/// An Aadhaar number is never kept: wherever somebody types one, only its last four digits remain. Twelve digits, the first 2 to 9, the last
/// a Verhoeff check digit; in one piece or in groups of at least four, with blanks or hyphens between, in Latin or Devanagari digits.
/// </summary>
public static partial class Aadhaar
{
    private const int Length = 12;
    private const int SmallestGroup = 4;   // smaller ones are readings and dates: "80 96 98" is no part of an Aadhaar number
    private const int WidestGap = 3;

    private static readonly byte[,] Product =
    {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 2, 3, 4, 0, 6, 7, 8, 9, 5 }, { 2, 3, 4, 0, 1, 7, 8, 9, 5, 6 }, { 3, 4, 0, 1, 2, 8, 9, 5, 6, 7 },
        { 4, 0, 1, 2, 3, 9, 5, 6, 7, 8 }, { 5, 9, 8, 7, 6, 0, 4, 3, 2, 1 }, { 6, 5, 9, 8, 7, 1, 0, 4, 3, 2 }, { 7, 6, 5, 9, 8, 2, 1, 0, 4, 3 },
        { 8, 7, 6, 5, 9, 3, 2, 1, 0, 4 }, { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 },
    };

    private static readonly byte[,] Order =
    {
        { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, { 1, 5, 7, 6, 2, 8, 3, 0, 9, 4 }, { 5, 8, 0, 3, 7, 9, 6, 1, 4, 2 }, { 8, 9, 1, 6, 0, 4, 3, 5, 2, 7 },
        { 9, 4, 5, 3, 1, 2, 6, 8, 7, 0 }, { 4, 2, 8, 6, 5, 7, 3, 9, 0, 1 }, { 2, 7, 9, 3, 8, 0, 6, 4, 1, 5 }, { 7, 0, 4, 6, 9, 1, 3, 2, 5, 8 },
    };

    /// <summary>What a masked number begins with.</summary>
    public const string Masked = "XXXX XXXX ";

    /// <summary>The text with every Aadhaar number in it reduced to <c>XXXX XXXX 0124</c>; the same text where there is none.</summary>
    public static string Mask(string text)
    {
        if (text.Length < Length) return text;
        var groups = GroupsOf(text);
        if (groups.Sum(g => g.Length) < Length) return text;

        var (masked, from) = (new System.Text.StringBuilder(), 0);
        for (var i = 0; i < groups.Count; i++)
        {
            if (WindowAt(text, groups, i) is not { } last) continue;
            var end = groups[last].Start + groups[last].Length;
            masked.Append(text, from, groups[i].Start - from).Append(Masked).Append(text, end - 4, 4);
            (from, i) = (end, last);
        }
        return from == 0 ? text : masked.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Exactly twelve digits that can be an Aadhaar number.</summary>
    public static bool IsNumber(IReadOnlyList<int> digits)
    {
        if (digits.Count != Length || digits[0] < 2) return false;
        var check = 0;
        for (var i = 0; i < Length; i++) check = Product[check, Order[i % 8, digits[Length - 1 - i]]];
        return check == 0;
    }

    private static List<(int Start, int Length)> GroupsOf(string text)
    {
        var groups = new List<(int Start, int Length)>();
        var id = Uuid().Match(text);
        for (var i = 0; i < text.Length;)
        {
            if (id.Success && i == id.Index)
            {
                i += id.Length;
                id = id.NextMatch();
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsDigit(text[i]) && !(id.Success && i == id.Index)) i++;
            if (i > start) groups.Add((start, i - start));
            else i++;
        }
        return groups;
    }

    /// <summary>The last group of a number that begins with this one; null when none does.</summary>
    private static int? WindowAt(string text, List<(int Start, int Length)> groups, int first)
    {
        var (digits, last) = (new List<int>(Length), first);
        for (; last < groups.Count && digits.Count < Length; last++)
        {
            var (start, length) = groups[last];
            if (length != Length && length < SmallestGroup) return null;
            if (last > first && !IsGap(text, groups[last - 1], start)) return null;
            for (var i = start; i < start + length; i++) digits.Add(CharUnicodeInfo.GetDecimalDigitValue(text[i]));
        }
        last--;
        return IsNumber(digits) && !IsAbha(text, groups, first, last) && !IsPhone(text, groups[first].Start, digits) ? last : null;
    }

    private static bool IsGap(string text, (int Start, int Length) before, int next)
    {
        var gap = text.AsSpan(before.Start + before.Length, next - before.Start - before.Length);
        if (gap.Length > WidestGap) return false;
        foreach (var c in gap)
            if (!(c == '\t' || char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation)) return false;
        return true;
    }

    // 91-7561-4088-8857: the last three groups of an ABHA number are none of a shorter one.
    private static bool IsAbha(string text, List<(int Start, int Length)> groups, int first, int last) => last == first + 2 && first > 0
        && groups[first - 1].Length == 2 && text[groups[first].Start - 1] == '-' && groups[first - 1].Start + 2 == groups[first].Start - 1;

    // An id of ours, in an address or a hidden field.
    [GeneratedRegex("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")]
    private static partial Regex Uuid();

    // +919418012345
    private static bool IsPhone(string text, int start, List<int> digits) => start > 0 && text[start - 1] == '+' && digits is [9, 1, >= 6, ..];
}
