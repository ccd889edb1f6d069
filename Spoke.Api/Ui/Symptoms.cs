using Shared.Hosting.Ui;

namespace Spoke.Api.Ui;

/// <summary>Common complaints in both languages: offered while typing, and recognised so that the doctor's side knows the code.</summary>
public static class Symptoms
{
    private const string Prefix = "symptom.";

    public static IEnumerable<string> Offered => Keys.Select(key => Texts.Of(key)).Order(StringComparer.CurrentCulture);

    /// <summary>The code of a complaint typed in either language; null when it is not a common one.</summary>
    public static string? CodeOf(string text) => text.Trim() is not { Length: > 0 } typed ? null : Keys
        .FirstOrDefault(key => Is(key, typed, Texts.English) || Is(key, typed, Texts.Hindi))?[Prefix.Length..];

    private static IEnumerable<string> Keys => Texts.Current.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal));

    private static bool Is(string key, string typed, string language) =>
        string.Equals(Texts.Current.Template(key, language), typed, StringComparison.OrdinalIgnoreCase);
}
