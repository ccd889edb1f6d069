using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Prescriptions;

/// <summary>The guideline's lists, and the programme's own for emergencies.</summary>
public enum MedicineList
{
    /// <summary>May be prescribed in any consult.</summary>
    O,

    /// <summary>In a first consult by video, and to carry on what was prescribed in person.</summary>
    A,

    /// <summary>Only as an add-on to a continued medicine.</summary>
    B,

    /// <summary>One dose now, in an emergency, with a referral.</summary>
    Emergency,

    /// <summary>Never: Schedule X, narcotic and psychotropic substances.</summary>
    Prohibited,
}

/// <summary>
/// Which medicine is on which list: a setting of the programme, with its order. The programme's own travels in the signed directory,
/// so that hub and spoke hold the same; without one this project's default holds.
/// </summary>
/// <remarks>
/// A row is never changed once its day has come: it ends (<c>until</c>) and another begins (<c>from</c>), because advice is checked
/// with the rows in force on the day it was signed.
/// </remarks>
public sealed record MedicineLists
{
    public static MedicineLists Default { get; } = Load();

    /// <summary>Where the membership comes from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>Kept with every signature.</summary>
    public required string Version { get; init; }

    /// <summary>Who signed the order, with the office.</summary>
    public required string SignedBy { get; init; }

    public required string OrderNumber { get; init; }
    public required DateOnly OrderedOn { get; init; }

    public required IReadOnlyList<ListedMedicine> Medicines { get; init; }
    public required IReadOnlyList<ProhibitedMedicine> Prohibited { get; init; }
    public required IReadOnlyList<ListException> Exceptions { get; init; }

    private static MedicineLists Load()
    {
        using var file = typeof(MedicineLists).Assembly.GetManifestResourceStream("medicine-lists.json")
            ?? throw new InvalidOperationException("medicine-lists.json is not embedded.");
        return JsonSerializer.Deserialize<MedicineLists>(file, Wire.Json)!;
    }
}

/// <summary>A medicine or a fixed combination on a list, with the names people write for it.</summary>
public sealed record ListedMedicine
{
    public required string Generic { get; init; }
    public string? NameHi { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];
    public required MedicineList List { get; init; }

    /// <summary>First day; null for as long as the guideline.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day; null while it holds.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A substance that may not be prescribed remotely in any salt, isomer or preparation, alone or with others.</summary>
public sealed record ProhibitedMedicine
{
    public required string Generic { get; init; }
    public string? NameHi { get; init; }
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary><c>schedule-x</c> or <c>ndps</c>.</summary>
    public required string Because { get; init; }
}

/// <summary>A prohibited substance that was put on a list by order; it holds for the substance alone, from a day on.</summary>
public sealed record ListException
{
    public required string Generic { get; init; }
    public required MedicineList List { get; init; }

    /// <summary>First day. The lists are refused without it; it is nullable so that they can say for which medicine.</summary>
    public required DateOnly? From { get; init; }

    public required string Source { get; init; }
}
