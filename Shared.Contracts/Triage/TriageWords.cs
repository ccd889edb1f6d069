using System.Globalization;
using System.Text.Json;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Quality;

namespace Shared.Contracts.Triage;

/// <summary>How groups, red flags and danger signs are said, the same at spoke and hub.</summary>
public static class TriageWords
{
    private static readonly Words All = Load();

    public static Names Of(PatientGroup group) => All.Groups[JsonNamingPolicy.KebabCaseLower.ConvertName(group.ToString())];

    /// <summary>A danger sign, by its code; one that a newer program sent is said by its code.</summary>
    public static Names Sign(string code) => All.Signs.GetValueOrDefault(code) ?? new Names(code, code);

    public static Names Of(RedFlag flag) => new(Sentence(flag, n => n.En), Sentence(flag, n => n.Hi));

    private static string Sentence(RedFlag flag, Func<Names, string> language) => string.Format(CultureInfo.InvariantCulture, language(All.Flags[flag.Code]),
        flag.About is null ? "" : language(ComplaintGuide.Names.GetValueOrDefault(flag.About) ?? Sign(flag.About)), Figure(flag)).Replace(" :", ":", StringComparison.Ordinal);

    private static string Figure(RedFlag flag) => flag is { Value: { } value, About: { } about }
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.#}{(Unit(about) is "%" or "/min" ? "" : " ")}{Unit(about)}")
        : "";

    private static string Unit(string vital) => VitalRanges.All.FirstOrDefault(range => range.Field == vital).Unit ?? "";

    private static Words Load()
    {
        using var file = typeof(TriageWords).Assembly.GetManifestResourceStream("triage.json")
            ?? throw new InvalidOperationException("triage.json is not embedded.");
        return JsonSerializer.Deserialize<Words>(file, Wire.Json)!;
    }

    private sealed record Words(string Source, IReadOnlyDictionary<string, Names> Groups, IReadOnlyDictionary<string, Names> Flags, IReadOnlyDictionary<string, Names> Signs);
}
