using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Medicines;

/// <summary>The lowest level of centre that usually keeps a medicine.</summary>
public enum EssentialLevel
{
    /// <summary>Sub-health centre.</summary>
    Shc,

    /// <summary>Primary health centre.</summary>
    Phc,

    /// <summary>Community health centre.</summary>
    Chc,

    /// <summary>District hospital.</summary>
    Dh,
}

/// <summary>Schedule of the Drugs and Cosmetics Rules, 1945; none for what needs no prescription.</summary>
public enum DrugSchedule
{
    None,
    H,
    H1,
    X,
}

/// <summary>What is known of a medicine in pregnancy, at its strictest trimester.</summary>
public enum PregnancyAdvice
{
    None,
    Caution,
    Contraindicated,
}

/// <summary>
/// What is known of medicines beside the law. Names in other words and languages, and which list a medicine is on, are the
/// <see cref="Prescriptions.MedicineLists"/>' alone, so that no two files can disagree on them.
/// </summary>
public sealed record FormularyData
{
    public static FormularyData Default { get; } = Load();

    /// <summary>Where it comes from and who has still to sign it off.</summary>
    public required string Source { get; init; }

    public required string Version { get; init; }
    public required IReadOnlyList<FormularyMedicine> Medicines { get; init; }
    public required IReadOnlyList<AllergyClass> Allergies { get; init; }
    public required IReadOnlyList<InteractionPair> Interactions { get; init; }

    /// <summary>Pairs of generics whose names are mistaken for one another.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> LookAlikes { get; init; }

    private static FormularyData Load()
    {
        using var file = typeof(FormularyData).Assembly.GetManifestResourceStream("formulary.json")
            ?? throw new InvalidOperationException("formulary.json is not embedded.");
        return JsonSerializer.Deserialize<FormularyData>(file, Wire.Json)!;
    }
}

/// <summary>One generic, or one fixed combination.</summary>
public sealed record FormularyMedicine
{
    public required string Generic { get; init; }

    /// <summary>Codes, the first of them the class whose members stand in for one another.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public DrugSchedule Schedule { get; init; }
    public required EssentialLevel Level { get; init; }

    /// <summary>The commonest first.</summary>
    public required IReadOnlyList<MedicineProduct> Products { get; init; }

    /// <summary>What an adult usually takes; null where no one dose is usual.</summary>
    public UsualDose? Usual { get; init; }

    /// <summary>Most that an adult takes at a time, in mg; of a combination, of its first ingredient. Null when it is not kept here.</summary>
    public decimal? MostMgPerDose { get; init; }

    /// <summary>Most in a day, in mg; a weekly dose counts a seventh a day.</summary>
    public decimal? MostMgPerDay { get; init; }

    public PregnancyAdvice Pregnancy { get; init; }

    /// <summary>Younger children need a second thought; null where every age is usual.</summary>
    public int? CautionUnderYears { get; init; }
}

/// <summary>A form with its strength, such as <c>500 mg</c>, <c>125 mg/5 ml</c> or <c>1%</c>.</summary>
public sealed record MedicineProduct
{
    public required string Form { get; init; }
    public string Strength { get; init; } = "";
    public string Route { get; init; } = "oral";
}

/// <summary>A dose in figures and units, such as <c>10–25 mg</c>, and how often by the codes of a medicine line.</summary>
public sealed record UsualDose(string Dose, string Frequency);

/// <summary>A class that people are allergic to, as they name it.</summary>
public sealed record AllergyClass
{
    /// <summary>Code of <see cref="FormularyMedicine.Classes"/>.</summary>
    public required string Class { get; init; }

    /// <summary>What is written for it instead of a medicine.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Classes that may cross-react.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}

/// <summary>Any of one side with any of the other is a high-priority interaction.</summary>
public sealed record InteractionPair
{
    public required IReadOnlyList<string> One { get; init; }
    public required IReadOnlyList<string> Other { get; init; }
}
