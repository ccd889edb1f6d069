using System.Text;

namespace Shared.Contracts.Verification;

/// <summary>
/// A signed slip as the digits of a QR code: <c>shc:/</c> and two digits for each letter, its ASCII code less 45, which a QR code packs
/// twice as tight as letters. Source: SMART Health Cards Framework 1.4, "Encoding QRs".
/// </summary>
public static class SlipCode
{
    public const string Prefix = "shc:/";

    /// <summary>As many letters as fit a QR code of version 22 at its lowest error correction, which is still read from a thermal print.</summary>
    public const int MaxLetters = 1195;

    private const int FirstLetter = '-';
    private const int LastLetter = 'z';

    public static string Write(string document)
    {
        var code = new StringBuilder(Prefix, Prefix.Length + 2 * document.Length);
        foreach (var letter in document) code.Append((letter - FirstLetter).ToString("00", null));
        return code.ToString();
    }

    /// <summary>The signed document, or null when this is not exactly such a code. Blanks around it and broken lines are a paste's, not the code's.</summary>
    public static string? Read(string text)
    {
        var code = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (!code.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var digits = code.AsSpan(Prefix.Length);
        if (digits.IsEmpty || digits.Length % 2 != 0 || digits.Length > 2 * MaxLetters || digits.ContainsAnyExceptInRange('0', '9')) return null;

        var document = new char[digits.Length / 2];
        for (var i = 0; i < document.Length; i++)
        {
            document[i] = (char)((digits[2 * i] - '0') * 10 + digits[2 * i + 1] - '0' + FirstLetter);
            if (document[i] > LastLetter) return null;
        }
        return new string(document);
    }
}
