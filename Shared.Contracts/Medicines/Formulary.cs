using Shared.Contracts.Prescriptions;

namespace Shared.Contracts.Medicines;

/// <summary>The medicines a doctor chooses from, found by whatever name people write.</summary>
/// <exception cref="InvalidDataException">It contradicts itself or the medicine lists: a sentence that names the medicine.</exception>
public sealed class Formulary
{
    /// <summary>Fewer letters find too much to be of help.</summary>
    public const int FewestLetters = 3;

    private readonly MedicineIndex _index;
    private readonly Dictionary<string, FormularyMedicine> _medicines = [];
    private readonly List<(FormularyMedicine Medicine, int Rank, string Name)> _names = [];
    private readonly Dictionary<FormularyMedicine, string[]> _otherNames = [];
    private readonly Dictionary<string, AllergyClass> _allergies = [];

    public Formulary(FormularyData data, MedicineLists lists)
    {
        (Data, _index) = (data, new MedicineIndex(lists));
        if (new[] { data.Source, data.Version }.Any(string.IsNullOrWhiteSpace))
            throw new InvalidDataException("The formulary does not say its source and version.");

        foreach (var medicine in data.Medicines) Add(medicine);
        foreach (var medicine in data.Medicines) Name(medicine, lists);

        var classes = data.Medicines.SelectMany(m => m.Classes).ToHashSet();
        foreach (var allergy in data.Allergies)
        {
            if (allergy.Also.Prepend(allergy.Class).FirstOrDefault(c => !classes.Contains(c)) is { } unknown)
                throw new InvalidDataException($"No medicine of the formulary is of the class {unknown}, which its allergies name.");
            foreach (var name in allergy.Names)
                if (!_allergies.TryAdd(MedicineName.Key(name), allergy))
                    throw new InvalidDataException($"The name {name} means two classes of allergy.");
        }
        if (data.LookAlikes.FirstOrDefault(pair => pair.Count != 2) is { } other)
            throw new InvalidDataException($"Names that look alike come in pairs, not as {string.Join(", ", other)}.");
    }

    /// <summary>This project's own, with this project's lists.</summary>
    public static Formulary Default { get; } = new(FormularyData.Default, MedicineLists.Default);

    public FormularyData Data { get; }

    /// <summary>The medicine of that name, synonym, salt or Hindi name; null if it is not kept here.</summary>
    public FormularyMedicine? Find(string name) =>
        _medicines.GetValueOrDefault(MedicineName.Key(name)) ?? _medicines.GetValueOrDefault(MedicineName.Key(GenericOf(name)));

    /// <summary>The generic name for a synonym or Hindi name (guideline rule T24); a salt, and what is not kept here, stay as written.</summary>
    public string Named(string typed) =>
        Find(typed) is { } medicine && _otherNames[medicine].Prepend(medicine.Generic).Any(name => MedicineName.Key(name) == MedicineName.Key(typed))
            ? medicine.Generic
            : typed;

    /// <summary>The one name for a medicine, also for one that is not kept here.</summary>
    public string GenericOf(string name) => _index.GenericOf(name);

    /// <summary>Its Hindi name first, then its synonyms, as the medicine lists have them.</summary>
    public IReadOnlyList<string> OtherNames(FormularyMedicine medicine) => _otherNames[medicine];

    /// <summary>The class of allergy that is written instead of a medicine, such as "sulfa".</summary>
    public AllergyClass? Allergy(string name) => _allergies.GetValueOrDefault(MedicineName.Key(name));

    /// <summary>
    /// What begins with these letters, Latin or Devanagari: first by generic name, then by synonym and Hindi name, then by a later word.
    /// </summary>
    public IReadOnlyList<FormularyMedicine> Search(string typed, int most = 12)
    {
        var prefix = MedicineName.Key(typed);
        return prefix.Length < FewestLetters ? [] : [.. _names
            .Where(n => n.Name.StartsWith(prefix, StringComparison.Ordinal) || n.Name.Contains(' ' + prefix, StringComparison.Ordinal))
            .OrderBy(n => n.Name.StartsWith(prefix, StringComparison.Ordinal) ? n.Rank : 2)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Medicine).Distinct().Take(most)];
    }

    /// <summary>Generics of the class of a medicine that are on List O on that day, for who may not prescribe the medicine itself.</summary>
    public IReadOnlyList<string> ListOInstead(string name, DateOnly day) =>
        [.. OfClass(name).Where(m => _index.ListsOf(m.Generic, day) is [MedicineList.O]).Select(m => m.Generic)];

    /// <summary>
    /// What a centre of that level keeps in place of a medicine it does not keep: of the same class, List O first. Null when it keeps the
    /// medicine, or when it is not in the formulary.
    /// </summary>
    public IReadOnlyList<string>? Instead(string name, EssentialLevel centre, DateOnly day) =>
        Find(name) is not { } medicine || medicine.Level <= centre ? null : [.. OfClass(name)
            .Where(m => m.Level <= centre)
            .OrderBy(m => _index.ListsOf(m.Generic, day) is [MedicineList.O] ? 0 : 1)
            .Select(m => m.Generic)];

    // By mouth does not stand in for a cream: some way of giving both must be the same.
    private IEnumerable<FormularyMedicine> OfClass(string name) => Find(name) is not { } medicine ? [] : Data.Medicines.Where(m =>
        m != medicine && m.Classes[0] == medicine.Classes[0] && m.Products.Any(p => medicine.Products.Any(q => p.Route == q.Route)));

    private void Add(FormularyMedicine medicine)
    {
        if (medicine.Classes.Count == 0 || medicine.Products.Count == 0)
            throw new InvalidDataException($"{medicine.Generic} has no class or no product in the formulary.");
        if (medicine.MostMgPerDose <= 0 || medicine.MostMgPerDay <= 0)
            throw new InvalidDataException($"{medicine.Generic} has a largest dose that is none.");

        // An exception counts once it is ordered, whenever it begins.
        if (_index.ListsOf(medicine.Generic, DateOnly.MaxValue) is not { } lists)
            throw new InvalidDataException($"The formulary's name {medicine.Generic} cannot be read.");
        if (lists.Contains(MedicineList.Prohibited))
            throw new InvalidDataException($"{medicine.Generic} is in the formulary, but may not be prescribed remotely.");
        if (medicine.Schedule == DrugSchedule.X)
            throw new InvalidDataException($"{medicine.Generic} is of Schedule X in the formulary, but the medicine lists do not prohibit it.");
        // A salt may stand beside its base, as betamethasone valerate does; otherwise a medicine has one name, the lists'.
        var (written, listed) = (MedicineName.Key(medicine.Generic), GenericOf(medicine.Generic));
        if (written != MedicineName.Key(listed) && MedicineName.WithoutSalt(written) != listed)
            throw new InvalidDataException($"{medicine.Generic} of the formulary is called {listed} in the medicine lists.");
        if (!_medicines.TryAdd(written, medicine)) throw new InvalidDataException($"{medicine.Generic} is in the formulary twice.");
    }

    private void Name(FormularyMedicine medicine, MedicineLists lists)
    {
        string?[] others =
        [
            .. lists.Medicines.Where(m => m.Generic == medicine.Generic).SelectMany(m => m.Synonyms.Prepend(m.NameHi)),
            .. lists.Prohibited.Where(m => m.Generic == medicine.Generic).SelectMany(m => m.Synonyms.Prepend(m.NameHi)),
        ];
        _otherNames[medicine] = [.. others.OfType<string>().Distinct()];
        _names.Add((medicine, 0, MedicineName.Key(medicine.Generic)));
        _names.AddRange(_otherNames[medicine].Select(name => (medicine, 1, MedicineName.Key(name))));
    }
}
