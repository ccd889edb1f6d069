namespace Shared.Contracts.Prescriptions;

/// <summary>The medicine lists, ready to be asked. Lists that contradict themselves make none.</summary>
internal sealed class MedicineIndex
{
    private readonly Dictionary<string, List<ListedMedicine>> _listed = [];
    private readonly List<(string Words, string Key, ProhibitedMedicine Of)> _prohibited = [];
    private readonly Dictionary<string, ListException> _exceptions = [];

    /// <exception cref="InvalidDataException">A sentence that names the medicine.</exception>
    public MedicineIndex(MedicineLists lists)
    {
        if (new[] { lists.Version, lists.SignedBy, lists.OrderNumber }.Any(string.IsNullOrWhiteSpace))
            throw new InvalidDataException("The medicine lists do not say their version, who signed them and the order's number.");

        foreach (var substance in lists.Prohibited)
            foreach (var name in Names(substance.Generic, substance.NameHi, substance.Synonyms))
                _prohibited.Add((MedicineName.Words(MedicineName.Key(Ingredients(name))), MedicineName.Key(name), substance));

        foreach (var exception in lists.Exceptions) Add(exception);
        foreach (var medicine in lists.Medicines) Add(medicine);
        foreach (var medicine in lists.Medicines) MustBeAlone(medicine);
    }

    /// <summary>
    /// The list of each ingredient on that day, null for none; of a listed combination, its own. A prohibited ingredient is all that
    /// counts. Null when the name cannot be read.
    /// </summary>
    public IReadOnlyList<MedicineList?>? ListsOf(string name, DateOnly day)
    {
        var ingredients = MedicineName.Ingredients(name);
        if (!MedicineName.IsReadable(ingredients)) return null;
        if (ingredients.Any(i => ProhibitedIn(i) is not null && ExceptionFor(i, day) is null)) return [MedicineList.Prohibited];
        if (Listed(ingredients, day) is { } combination) return [combination];
        return [.. ingredients.Select(i => ExceptionFor(i, day)?.List ?? Listed([i], day))];
    }

    /// <summary>The one name for a medicine that has several; an unknown one keeps its own, without the salt.</summary>
    public string GenericOf(string name)
    {
        var (written, plain) = (MedicineName.Key(name), MedicineName.Key(MedicineName.Ingredients(name).Select(MedicineName.WithoutSalt)));
        return (_listed.GetValueOrDefault(written) ?? _listed.GetValueOrDefault(plain))?[0].Generic
            ?? ProhibitedCalled(written)?.Generic
            ?? plain;
    }

    private void Add(ListException exception)
    {
        if (exception.From is null) throw new InvalidDataException($"The exception for {exception.Generic} has no date.");
        if (ProhibitedCalled(exception.Generic) is not { } substance)
            throw new InvalidDataException($"{exception.Generic} is not prohibited, so it needs no exception.");
        if (exception.List is not (MedicineList.A or MedicineList.B))
            throw new InvalidDataException(
                $"{exception.Generic} is prohibited ({substance.Because}); an exception can put it on List A or B only.");
        if (!_exceptions.TryAdd(substance.Generic, exception)) throw new InvalidDataException($"{exception.Generic} has two exceptions.");
    }

    private void Add(ListedMedicine medicine)
    {
        if (medicine.List == MedicineList.Prohibited)
            throw new InvalidDataException($"{medicine.Generic} is listed as prohibited; say under which law, among the prohibited.");
        if (medicine.From > medicine.Until)
            throw new InvalidDataException($"{medicine.Generic} leaves List {medicine.List} before it is on it.");
        foreach (var name in Names(medicine.Generic, medicine.NameHi, medicine.Synonyms))
        {
            if (Ingredients(name).Select(ProhibitedIn).FirstOrDefault(p => p is not null) is { } prohibited)
                throw new InvalidDataException(
                    $"{medicine.Generic} is on List {medicine.List}, but {prohibited.Generic} is prohibited ({prohibited.Because}).");

            if (!_listed.TryGetValue(MedicineName.Key(name), out var rows)) _listed.Add(MedicineName.Key(name), rows = []);
            if (!rows.Contains(medicine)) rows.Add(medicine);
        }
    }

    private void MustBeAlone(ListedMedicine medicine)
    {
        foreach (var name in Names(medicine.Generic, medicine.NameHi, medicine.Synonyms))
        {
            var written = MedicineName.Key(name);
            foreach (var other in _listed[written].Where(o => !ReferenceEquals(o, medicine) && Overlap(o, medicine)))
                throw new InvalidDataException(other.Generic == medicine.Generic
                    ? $"{medicine.Generic} is on List {medicine.List} and on List {other.List} on one day."
                    : $"The name {name} means {medicine.Generic} on List {medicine.List} and {other.Generic} on List {other.List}.");

            // A salt that is not listed counts as its base; one that is must not say otherwise.
            var plain = MedicineName.Key(Ingredients(name).Select(MedicineName.WithoutSalt));
            foreach (var other in _listed.GetValueOrDefault(plain, []).Where(o => o.List != medicine.List && Overlap(o, medicine)))
                throw new InvalidDataException($"{name} is on List {medicine.List}, but {other.Generic} is on List {other.List}.");
        }
    }

    private MedicineList? Listed(IReadOnlyList<string> ingredients, DateOnly day) =>
        InForce(MedicineName.Key(ingredients), day) ?? InForce(MedicineName.Key(ingredients.Select(MedicineName.WithoutSalt)), day);

    private MedicineList? InForce(string key, DateOnly day) => _listed.GetValueOrDefault(key, [])
        .FirstOrDefault(m => (m.From ?? DateOnly.MinValue) <= day && day <= (m.Until ?? DateOnly.MaxValue))?.List;

    // Anywhere in the words: a prohibited substance does not become another by what is written beside it.
    private ProhibitedMedicine? ProhibitedIn(string ingredient)
    {
        var words = MedicineName.Words(ingredient);
        return _prohibited.FirstOrDefault(p => words.Contains(p.Words, StringComparison.Ordinal)).Of;
    }

    private ProhibitedMedicine? ProhibitedCalled(string ingredient)
    {
        var (written, plain) = (MedicineName.Key(ingredient), MedicineName.WithoutSalt(MedicineName.Key(ingredient)));
        return _prohibited.FirstOrDefault(p => p.Key == written || p.Key == plain).Of;
    }

    // The other way round: an exception is for the substance alone.
    private ListException? ExceptionFor(string ingredient, DateOnly day) =>
        ProhibitedCalled(ingredient) is { } substance && _exceptions.GetValueOrDefault(substance.Generic) is { } exception && exception.From <= day
            ? exception
            : null;

    private static IReadOnlyList<string> Ingredients(string name)
    {
        var ingredients = MedicineName.Ingredients(name);
        return MedicineName.IsReadable(ingredients)
            ? ingredients
            : throw new InvalidDataException($"The medicine lists hold a name that cannot be read: '{name}'.");
    }

    private static IEnumerable<string> Names(string generic, string? hindi, IReadOnlyList<string> synonyms) =>
        synonyms.Prepend(generic).Concat(hindi is null ? [] : [hindi]);

    private static bool Overlap(ListedMedicine a, ListedMedicine b) =>
        (a.From ?? DateOnly.MinValue) <= (b.Until ?? DateOnly.MaxValue) && (b.From ?? DateOnly.MinValue) <= (a.Until ?? DateOnly.MaxValue);
}
