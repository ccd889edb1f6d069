using System.Text.Json;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Diagnoses;

/// <summary>A diagnosis with its ICD-10 code, offered while a doctor types. Any other may be written in words.</summary>
public sealed record ListedDiagnosis(string Code, Names Title)
{
    /// <summary>As the form offers it and takes it back.</summary>
    public string Offered => $"{Code} · {Title.En}";
}

/// <summary>The diagnoses of a programme: its own, or this project's.</summary>
public sealed record DiagnosisData
{
    public static DiagnosisData Default { get; } = Load();

    /// <summary>Where codes and titles come from, and who has still to review them.</summary>
    public required string Source { get; init; }

    public required string Version { get; init; }
    public required IReadOnlyList<ListedDiagnosis> Diagnoses { get; init; }

    private static DiagnosisData Load()
    {
        using var file = typeof(DiagnosisData).Assembly.GetManifestResourceStream("icd10.json")
            ?? throw new InvalidOperationException("icd10.json is not embedded.");
        return JsonSerializer.Deserialize<DiagnosisData>(file, Wire.Json)!;
    }
}

/// <summary>Diagnoses, ready to be searched.</summary>
/// <exception cref="InvalidDataException">A code is there twice: a sentence that names it.</exception>
public sealed class DiagnosisIndex
{
    /// <summary>Fewer letters find too much to be of help.</summary>
    public const int FewestLetters = 3;

    private readonly Dictionary<string, ListedDiagnosis> _byCode = [];
    private readonly List<(ListedDiagnosis Of, string Words)> _texts = [];

    public DiagnosisIndex(DiagnosisData data)
    {
        All = data.Diagnoses;
        foreach (var diagnosis in All)
        {
            if (!_byCode.TryAdd(diagnosis.Code, diagnosis)) throw new InvalidDataException($"Diagnosis {diagnosis.Code} is listed twice.");
            foreach (var text in new[] { diagnosis.Code, diagnosis.Title.En, diagnosis.Title.Hi })
                _texts.Add((diagnosis, MedicineName.Normal(text)));
        }
    }

    /// <summary>This project's own.</summary>
    public static DiagnosisIndex Default { get; } = new(DiagnosisData.Default);

    public IReadOnlyList<ListedDiagnosis> All { get; }

    public ListedDiagnosis? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code.ToUpperInvariant());

    /// <summary>What begins with these letters, by code or title, in Latin or Devanagari: whole titles first, then by a later word.</summary>
    public IReadOnlyList<ListedDiagnosis> Search(string typed, int most = 12)
    {
        var prefix = MedicineName.Normal(typed).Trim();
        return prefix.Length < FewestLetters ? [] : [.. _texts
            .Where(t => t.Words.StartsWith(prefix, StringComparison.Ordinal) || t.Words.Contains(' ' + prefix, StringComparison.Ordinal))
            .OrderBy(t => t.Words.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(t => t.Of.Code, StringComparer.Ordinal)
            .Select(t => t.Of).Distinct().Take(most)];
    }
}
