using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shared.Contracts.Directory;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Quality;

/// <summary>A common complaint, how it is said, and what a doctor needs to answer it from afar.</summary>
/// <remarks>Needs are codes of <see cref="ComplaintGuide.Names"/>. FHIR R4: ServiceRequest.reasonCode with its supportingInfo.</remarks>
public sealed record ListedComplaint
{
    public required string Code { get; init; }
    public required Names Name { get; init; }

    /// <summary>Other words for it, in either language.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Needed beside <see cref="Needs"/> when the patient is under five.</summary>
    public IReadOnlyList<string> Child { get; init; } = [];

    /// <summary>Needed beside <see cref="Needs"/> in pregnancy and for six weeks after.</summary>
    public IReadOnlyList<string> Pregnant { get; init; } = [];

    /// <summary>Questions to be answered yes, no or not known; codes of <see cref="ComplaintGuide.Questions"/>.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>Which specialty answers it: <c>any</c>, and where it differs <c>child</c>, <c>woman</c>, <c>pregnant</c>.</summary>
    public required IReadOnlyDictionary<string, string> Specialty { get; init; }

    /// <summary>Code of the first-aid card for an emergency with this complaint.</summary>
    public string? FirstAid { get; init; }

    /// <summary>It says so little that a more exact one is asked for.</summary>
    public bool Vague { get; init; }
}

/// <summary>The programme's guide to complaints: read once, and a contradiction in it stops the start.</summary>
public static partial class ComplaintGuide
{
    private static readonly Guide Data = Load();
    private static readonly Dictionary<string, ListedComplaint> ByCode = Data.Complaints.ToDictionary(c => c.Code);

    // Longer phrases first, so that "chest pain" is not taken for "pain".
    private static readonly (string Phrase, ListedComplaint Of)[] Phrases =
    [
        .. Data.Complaints.SelectMany(c => ((IEnumerable<string>)[c.Name.En, c.Name.Hi, .. c.Also]).Select(text => (Plain(text), c)))
            .OrderByDescending(p => p.Item1.Length),
    ];

    static ComplaintGuide() => Validate();

    public static IReadOnlyList<ListedComplaint> All => Data.Complaints;

    /// <summary>What is needed whatever the complaint: of <c>everybody</c>, a <c>child</c>, a <c>woman</c>, a <c>pregnant</c> woman.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Always => Data.Always;

    /// <summary>What a need is called, by its code.</summary>
    public static IReadOnlyDictionary<string, Names> Names => Data.Names;

    public static IReadOnlyDictionary<string, Names> Questions => Data.Questions;

    public static ListedComplaint? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>The complaint that has exactly this name, in either language.</summary>
    public static ListedComplaint? Named(string text) =>
        Plain(text) is { Length: > 0 } typed ? Phrases.FirstOrDefault(p => p.Phrase == typed).Of : null;

    /// <summary>The complaint these words are about: its name, another word for it, or the longest of those among more words.</summary>
    public static ListedComplaint? Recognise(string text)
    {
        if (Named(text) is { } named) return named;
        var typed = $" {Plain(text)} ";
        return Phrases.FirstOrDefault(p => typed.Contains($" {p.Phrase} ", StringComparison.Ordinal)).Of;
    }

    public static ListedComplaint? Of(Consults.Complaint complaint) => Find(complaint.Code) ?? Recognise(complaint.Text);

    // Small letters, single spaces, no punctuation; Hindi without the signs that people write or leave out.
    private static string Plain(string text) =>
        Noise().Replace(text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Replace("\u093c", "", StringComparison.Ordinal).Replace('\u0901', '\u0902'), " ").Trim();

    private static Guide Load()
    {
        using var file = typeof(ComplaintGuide).Assembly.GetManifestResourceStream("complaints.json")
            ?? throw new InvalidOperationException("complaints.json is not embedded.");
        return JsonSerializer.Deserialize<Guide>(file, Wire.Json)!;
    }

    private static void Validate()
    {
        foreach (var complaint in All)
        {
            foreach (var need in complaint.Needs.Concat(complaint.Child).Concat(complaint.Pregnant).Where(need => !Names.ContainsKey(need)))
                throw new InvalidDataException($"Complaint {complaint.Code} needs {need}, which has no name.");
            foreach (var ask in complaint.Asks.Where(ask => !Questions.ContainsKey(ask)))
                throw new InvalidDataException($"Complaint {complaint.Code} asks {ask}, which is no question.");
            foreach (var (who, specialty) in complaint.Specialty)
            {
                if (who is not ("any" or "child" or "woman" or "pregnant") || Directory.Specialty.Find(specialty) is null)
                    throw new InvalidDataException($"Complaint {complaint.Code} names {specialty} for {who}, which does not exist.");
            }
            if (!complaint.Specialty.ContainsKey("any")) throw new InvalidDataException($"Complaint {complaint.Code} names no specialty.");
        }
        if (Always.Values.SelectMany(needs => needs).FirstOrDefault(need => !Names.ContainsKey(need)) is { } unnamed)
            throw new InvalidDataException($"Always needed is {unnamed}, which has no name.");
        if (Phrases.GroupBy(p => p.Phrase).FirstOrDefault(p => p.DistinctBy(x => x.Of.Code).Count() > 1) is { } twice)
            throw new InvalidDataException($"\"{twice.Key}\" means two complaints: {string.Join(" and ", twice.Select(p => p.Of.Code))}.");
    }

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}]+")]
    private static partial Regex Noise();

    private sealed record Guide(
        string Source, string Version, IReadOnlyDictionary<string, IReadOnlyList<string>> Always, IReadOnlyDictionary<string, Names> Names,
        IReadOnlyDictionary<string, Names> Questions, IReadOnlyList<ListedComplaint> Complaints);
}
