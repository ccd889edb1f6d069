using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Directory;

/// <summary>A specialty a hub can offer, with its names.</summary>
public sealed record Specialty(string Code, Names Name)
{
    /// <summary>For those who need no specialist: an MBBS medical officer.</summary>
    public const string GeneralConsult = "general-consult";

    /// <summary>Sees every emergency beside the specialty it was sent to.</summary>
    public const string GeneralMedicine = "general-medicine";

    public static IReadOnlyList<Specialty> All { get; } = Load();

    public static Specialty? Find(string? code) => All.FirstOrDefault(s => s.Code == code);

    private static IReadOnlyList<Specialty> Load()
    {
        using var file = typeof(Specialty).Assembly.GetManifestResourceStream("specialties.json")
            ?? throw new InvalidOperationException("specialties.json is not embedded.");
        return JsonSerializer.Deserialize<SpecialtyList>(file, Wire.Json)!.Specialties;
    }

    private sealed record SpecialtyList(string Source, IReadOnlyList<Specialty> Specialties);
}
