using System.Text.Json;
using Shared.Contracts.Advice;

namespace Shared.Contracts.Prescriptions;

/// <summary>
/// What may be prescribed in a first, written consult: a diagnosis before any medicine (guideline rule T13) and List O only.
/// Pure and shared: the hub refuses to sign what the spoke would refuse to show.
/// </summary>
/// <remarks>
/// Source: Telemedicine Practice Guidelines, 25 March 2020, 3.7.4 and Annexure 2. The guideline's lists are examples ("etc."),
/// so what is not named here is not on List O. The full matrix of modes, follow-up and exceptions replaces this one list later.
/// </remarks>
public static class PrescribingPolicy
{
    private static readonly ListOData Data = Load();
    private static readonly HashSet<string> Names = [.. Data.Generics.SelectMany(g => g.Synonyms.Prepend(g.Generic)).Select(Normal)];

    /// <summary>Version and day of the list, kept with every signature.</summary>
    public static string RulesVersion => Data.Version;

    /// <summary>The generics of List O, for the form to offer.</summary>
    public static IReadOnlyList<ListOGeneric> ListO => Data.Generics;

    /// <summary>The refusals, each with a stable code and the line it refuses (-1 for none).</summary>
    public static IReadOnlyList<PrescribingRefusal> Check(IReadOnlyList<Diagnosis> diagnoses, IReadOnlyList<MedicineLine> medicines)
    {
        var refusals = new List<PrescribingRefusal>();
        if (medicines.Count > 0 && !diagnoses.Any(d => !string.IsNullOrWhiteSpace(d.Text)))
            refusals.Add(new("diagnosis-missing", -1, ""));
        for (var line = 0; line < medicines.Count; line++)
            if (!Names.Contains(Normal(medicines[line].Name)))
                refusals.Add(new("medicine-not-allowed", line, medicines[line].Name));
        return refusals;
    }

    private static string Normal(string name) =>
        string.Join(' ', name.Trim().ToLowerInvariant().Replace('-', ' ').Replace("+", " + ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ListOData Load()
    {
        using var file = typeof(PrescribingPolicy).Assembly.GetManifestResourceStream("list-o.json")
            ?? throw new InvalidOperationException("list-o.json is not embedded.");
        return JsonSerializer.Deserialize<ListOData>(file, Messaging.Wire.Json)!;
    }

    private sealed record ListOData
    {
        public required string Source { get; init; }
        public required string Version { get; init; }
        public required IReadOnlyList<ListOGeneric> Generics { get; init; }
    }
}

/// <summary>A generic on List O, with the names people type for it.</summary>
public sealed record ListOGeneric
{
    public required string Generic { get; init; }
    public required string NameHi { get; init; }
    public required IReadOnlyList<string> Synonyms { get; init; }
    public required IReadOnlyList<string> Forms { get; init; }
    public required IReadOnlyList<string> Strengths { get; init; }
}

/// <summary>Why a line, or the whole, may not be signed.</summary>
public sealed record PrescribingRefusal(string Code, int Line, string Medicine);
