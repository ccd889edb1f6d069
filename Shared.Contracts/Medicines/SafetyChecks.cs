using System.Globalization;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Medicines;

/// <summary>What of a patient makes a medicine a danger.</summary>
public sealed record PatientFacts
{
    /// <summary>In whole years; null when it is not known.</summary>
    public int? Age { get; init; }

    public bool Pregnant { get; init; }

    /// <summary>As written: a medicine, a class or anything else.</summary>
    public IReadOnlyList<string> Allergies { get; init; } = [];

    /// <summary>As written, with strength and dose perhaps.</summary>
    public IReadOnlyList<string> CurrentMedicines { get; init; } = [];

    public static PatientFacts Of(PatientSummary patient, RequestContent? request, DateOnly day) => new()
    {
        Age = patient.YearsOn(day),
        Pregnant = request?.Pregnancy is not null,
        Allergies = [.. request?.Allergies.Select(a => a.Substance) ?? []],
        CurrentMedicines = request?.CurrentMedicines ?? [],
    };
}

/// <summary>One thing to think of before a line is signed.</summary>
/// <param name="Check">Code; the text for people is <c>safety.{check}</c>.</param>
/// <param name="Line">Place of the line, from 0.</param>
/// <param name="Medicine">Its generic name.</param>
/// <param name="Against">The allergy as written, the other medicine, <c>pregnancy</c>, or the limit.</param>
public sealed record SafetyFinding(string Check, int Line, string Medicine, string Against)
{
    /// <summary>It is signed only with a reason; the others inform.</summary>
    public bool NeedsReason => Check is "allergy" or "interaction" or "pregnancy";

    public bool IsAnsweredBy(SafetyOverride given) => (given.Check, given.Medicine, given.Against) == (Check, Medicine, Against);
}

/// <summary>
/// Allergy, interaction, pregnancy, duplicate, dose, child and look-alike, over all lines of a prescription. Few of them stop a doctor,
/// so that those that do are read. Pure; it assists and never decides (guideline rule T19).
/// </summary>
public static class SafetyChecks
{
    /// <summary>The pick-list: codes of why a doctor signs against a warning.</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["tolerated-before", "benefit-outweighs", "no-alternative", "will-monitor", "record-wrong"];

    public static IReadOnlyList<SafetyFinding> Check(IReadOnlyList<MedicineLine> lines, PatientFacts patient, Formulary formulary)
    {
        var prescribed = lines.Select(line => new Prescribed(line, formulary)).ToArray();
        var taken = patient.CurrentMedicines.Select(text => Mentioned(text, formulary)).ToArray();
        return
        [
            .. prescribed.SelectMany((p, at) => new[]
            {
                Allergies(p, patient, formulary),
                Interactions(p, [.. prescribed[..at], .. prescribed[(at + 1)..]], taken, formulary),
                Pregnancy(p, patient),
                Duplicates(p, prescribed[..at], taken),
                Dose(p),
                Child(p, patient),
                LookAlikes(p, formulary),
            }.SelectMany(found => found).Distinct().Select(found => new SafetyFinding(found.Check, at, p.Name, found.Against))),
        ];
    }

    private static IEnumerable<(string Check, string Against)> Allergies(Prescribed line, PatientFacts patient, Formulary formulary)
    {
        foreach (var allergy in patient.Allergies)
        {
            var generics = Mentioned(allergy, formulary);
            var classes = Runs(allergy).Select(formulary.Allergy).OfType<AllergyClass>()
                .Concat(formulary.Data.Allergies.Where(a => generics.Any(g => formulary.Find(g)?.Classes.Contains(a.Class) is true)))
                .SelectMany(a => a.Also.Prepend(a.Class));
            if (line.Generics.Overlaps(generics) || line.Classes.Overlaps(classes)) yield return ("allergy", allergy);
        }
    }

    private static IEnumerable<(string Check, string Against)> Interactions(
        Prescribed line, IReadOnlyList<Prescribed> others, IReadOnlyList<HashSet<string>> taken, Formulary formulary) =>
        from pair in formulary.Data.Interactions.SelectMany(p => new[] { (Mine: p.One, Theirs: p.Other), (Mine: p.Other, Theirs: p.One) })
        where pair.Mine.Any(line.Generics.Contains)
        from other in others.Select(o => o.Generics).Concat(taken).SelectMany(generics => generics).Distinct()
        where pair.Theirs.Contains(other) && !line.Generics.Contains(other)
        select ("interaction", other);

    private static IEnumerable<(string Check, string Against)> Pregnancy(Prescribed line, PatientFacts patient)
    {
        if (!patient.Pregnant) yield break;
        if (line.Known.Any(m => m.Pregnancy == PregnancyAdvice.Contraindicated)) yield return ("pregnancy", "pregnancy");
        else if (line.Known.Any(m => m.Pregnancy == PregnancyAdvice.Caution)) yield return ("pregnancy-caution", "pregnancy");
    }

    // Of two lines the later one says it.
    private static IEnumerable<(string Check, string Against)> Duplicates(Prescribed line, Prescribed[] before, IReadOnlyList<HashSet<string>> taken)
    {
        foreach (var other in before)
            if (other.Generics.Overlaps(line.Generics)
                || (other.Line.Route == line.Line.Route && other.Known.Any(m => line.Known.Any(n => m.Classes[0] == n.Classes[0]))))
                yield return ("duplicate", other.Name);
        foreach (var generic in taken.SelectMany(t => t).Where(line.Generics.Contains)) yield return ("duplicate", generic);
    }

    private static IEnumerable<(string Check, string Against)> Dose(Prescribed line)
    {
        if (line.Known is not [var medicine] || MedicineDose.Mg(line.Line) is not { } mg) yield break;
        if (mg > medicine.MostMgPerDose) yield return ("dose", Said(medicine.MostMgPerDose.Value));
        else if (mg * MedicineDose.TimesADay(line.Line.Frequency) > medicine.MostMgPerDay)
            yield return ("dose-per-day", Said(medicine.MostMgPerDay.Value));

        static string Said(decimal mg) => string.Create(CultureInfo.InvariantCulture, $"{mg:0.###} mg");
    }

    private static IEnumerable<(string Check, string Against)> Child(Prescribed line, PatientFacts patient) => line.Known
        .Where(m => patient.Age < m.CautionUnderYears)
        .Select(m => ("child", m.CautionUnderYears!.Value.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<(string Check, string Against)> LookAlikes(Prescribed line, Formulary formulary) =>
        from pair in formulary.Data.LookAlikes
        where pair.Contains(line.Name)
        select ("look-alike", pair[0] == line.Name ? pair[1] : pair[0]);

    // Whatever medicines a text of a few words names, as one alone or as part of a combination.
    private static HashSet<string> Mentioned(string text, Formulary formulary) => [.. Runs(text).Select(formulary.GenericOf)];

    private static IEnumerable<string> Runs(string text)
    {
        const int most = 12;   // a longer text is a story, and every run of its words would be looked up
        foreach (var ingredient in MedicineName.Ingredients(text))
        {
            var words = ingredient.Split(' ')[..Math.Min(most, ingredient.Count(c => c == ' ') + 1)];
            for (var from = 0; from < words.Length; from++)
                for (var to = from + 1; to <= words.Length; to++)
                    yield return string.Join(' ', words[from..to]);
        }
    }

    /// <summary>A line with all that it is called: the combination and each of its ingredients.</summary>
    private sealed class Prescribed
    {
        public Prescribed(MedicineLine line, Formulary formulary)
        {
            (Line, Name) = (line, formulary.GenericOf(line.Name));
            Generics = [Name, .. MedicineName.Ingredients(Name).Select(formulary.GenericOf)];
            Known = formulary.Find(line.Name) is { } whole ? [whole] : [.. Generics.Select(formulary.Find).OfType<FormularyMedicine>()];
            Classes = [.. Known.SelectMany(m => m.Classes)];
        }

        public MedicineLine Line { get; }
        public string Name { get; }
        public HashSet<string> Generics { get; }
        public IReadOnlyList<FormularyMedicine> Known { get; }
        public HashSet<string> Classes { get; }
    }
}
