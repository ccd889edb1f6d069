namespace Shared.Contracts.Patients;

/// <summary>
/// The health identity of the Ayushman Bharat Digital Mission: a number of 14 digits and an address. That the last digit is Luhn's is
/// known from published samples, not from a rule, so a number that fails it is warned of and taken.
/// </summary>
public static class Abha
{
    /// <summary>14 digits, in one piece or as on the card: <c>91-7561-4088-8857</c>.</summary>
    public static bool IsNumber(string text) => DigitsOf(text).Length == 14
        && (text.Length == 14 || (text.Length == 17 && text[2] == '-' && text[7] == '-' && text[12] == '-'));

    /// <summary>The digits alone: how two numbers are compared.</summary>
    public static string DigitsOf(string? text) => new([.. (text ?? "").Where(char.IsAsciiDigit)]);

    /// <summary>The check digit fits. Of something that is no ABHA number, false.</summary>
    public static bool IsChecked(string text)
    {
        if (!IsNumber(text)) return false;
        var sum = 0;
        foreach (var (i, c) in DigitsOf(text).Reverse().Index())
        {
            var digit = (c - '0') * (i % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    /// <summary><c>name@abdm</c>: 8 to 18 letters and digits with at most one dot and one underscore, neither first nor last; <c>@sbx</c> on the test system.</summary>
    public static bool IsAddress(string text)
    {
        if (text.Split('@') is not [{ Length: >= 8 and <= 18 } name, "abdm" or "sbx"]) return false;
        return char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && name.Count(c => c == '.') <= 1 && name.Count(c => c == '_') <= 1
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_');
    }
}
