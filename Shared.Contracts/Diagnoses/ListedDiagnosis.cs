using System.Text.Json;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Diagnoses;

/// <summary>A diagnosis with its ICD-10 code, offered while a doctor types. Any other may be written in words.</summary>
public sealed record ListedDiagnosis(string Code, Names Title)
{
    /// <summary>Fewer letters find too much to be of help.</summary>
    public const int FewestLetters = 3;

    private static readonly Dictionary<string, ListedDiagnosis> ByCode = [];
    private static readonly List<(ListedDiagnosis Of, string Words)> Texts = [];

    static ListedDiagnosis()
    {
        using var file = typeof(ListedDiagnosis).Assembly.GetManifestResourceStream("icd10.json")
            ?? throw new InvalidOperationException("icd10.json is not embedded.");
        All = JsonSerializer.Deserialize<DiagnosisList>(file, Wire.Json)!.Diagnoses;
        foreach (var diagnosis in All)
        {
            if (!ByCode.TryAdd(diagnosis.Code, diagnosis)) throw new InvalidDataException($"Diagnosis {diagnosis.Code} is listed twice.");
            foreach (var text in new[] { diagnosis.Code, diagnosis.Title.En, diagnosis.Title.Hi })
                Texts.Add((diagnosis, MedicineName.Normal(text)));
        }
    }

    public static IReadOnlyList<ListedDiagnosis> All { get; }

    /// <summary>As the form offers it and takes it back.</summary>
    public string Offered => $"{Code} · {Title.En}";

    public static ListedDiagnosis? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code.ToUpperInvariant());

    /// <summary>What begins with these letters, by code or title, in Latin or Devanagari: whole titles first, then by a later word.</summary>
    public static IReadOnlyList<ListedDiagnosis> Search(string typed, int most = 12)
    {
        var prefix = MedicineName.Normal(typed).Trim();
        return prefix.Length < FewestLetters ? [] : [.. Texts
            .Where(t => t.Words.StartsWith(prefix, StringComparison.Ordinal) || t.Words.Contains(' ' + prefix, StringComparison.Ordinal))
            .OrderBy(t => t.Words.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(t => t.Of.Code, StringComparer.Ordinal)
            .Select(t => t.Of).Distinct().Take(most)];
    }

    private sealed record DiagnosisList(string Source, string Version, IReadOnlyList<ListedDiagnosis> Diagnoses);
}
