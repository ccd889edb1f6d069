using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Prescriptions;

/// <summary>A generic on List O with its usual forms and strengths, for the form to offer.</summary>
public sealed record ListOGeneric
{
    public static IReadOnlyList<ListOGeneric> All { get; } = Load();

    public required string Generic { get; init; }
    public required string NameHi { get; init; }
    public required IReadOnlyList<string> Synonyms { get; init; }
    public required IReadOnlyList<string> Forms { get; init; }
    public required IReadOnlyList<string> Strengths { get; init; }

    private static IReadOnlyList<ListOGeneric> Load()
    {
        using var file = typeof(ListOGeneric).Assembly.GetManifestResourceStream("list-o.json")
            ?? throw new InvalidOperationException("list-o.json is not embedded.");
        return JsonSerializer.Deserialize<Offered>(file, Wire.Json)!.Generics;
    }

    private sealed record Offered(string Source, string Version, IReadOnlyList<ListOGeneric> Generics);
}
