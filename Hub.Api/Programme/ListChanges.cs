using Hub.Api.Domain;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;

namespace Hub.Api.Programme;

/// <summary>What a file makes of a list. Pure; refused rows are left out and say why.</summary>
public static class ListChanges
{
    /// <summary>
    /// A medicine's list is an order with a day: what was in force stays as it was, ends the day before and another row begins, because
    /// advice is judged by the rows of the day it was signed. So nothing of today or before ever changes, but that names are added.
    /// </summary>
    /// <param name="replaces">What the file does not name ends today.</param>
    public static (MedicineLists Lists, IReadOnlyList<ListRow> Rows) Medicines(
        MedicineLists now, IReadOnlyList<ListFiles.Read<ListedMedicine>> file, bool replaces, DateOnly today)
    {
        var medicines = now.Medicines.ToList();
        var rows = new List<ListRow>();
        var seen = new HashSet<string>();
        foreach (var read in file)
        {
            if (read.Value is not { } row)
            {
                rows.Add(new(read.Line, read.Name, ListRowState.Refused, read.Why, read.Detail));
                continue;
            }
            // A medicine that changed lists has a row for each, so that a file that was written here reads as the same.
            var isFirst = seen.Add(MedicineName.Key(row.Generic));
            rows.Add(now.Medicines.Any(m => IsSame(m, row)) ? new(read.Line, read.Name, ListRowState.Same)
                : isFirst ? Apply(read.Line, row)
                : new(read.Line, read.Name, ListRowState.Refused, "twice"));
        }
        if (replaces)
            foreach (var left in medicines.Where(m => IsOpen(m, today) && !seen.Contains(MedicineName.Key(m.Generic))).ToList())
            {
                End(left, today);
                rows.Add(new(0, left.Generic, ListRowState.Gone));
            }
        return (now with { Medicines = medicines }, rows);

        ListRow Apply(int line, ListedMedicine row)
        {
            var old = medicines.LastOrDefault(m => MedicineName.Key(m.Generic) == MedicineName.Key(row.Generic) && IsOpen(m, today));
            if (row.Until < today) return Refused("ended-before-today");
            if (row.From > row.Until) return Refused("ends-before-it-begins");
            if (old is null)
            {
                if (row.From < today) return Refused("begins-before-today");
                medicines.Add(row with { From = row.From ?? today });
                return new(line, row.Generic, ListRowState.New);
            }

            string[] names = [.. old.Synonyms.Union(row.Synonyms, StringComparer.OrdinalIgnoreCase)];
            if (old.List == row.List)
            {
                if (row.From is not null && row.From != old.From) return Refused("began-otherwise");
                var changed = old with { NameHi = row.NameHi ?? old.NameHi, Synonyms = names, Until = row.Until };
                if (IsSame(changed, old)) return new(line, row.Generic, ListRowState.Same);
                medicines[medicines.IndexOf(old)] = changed;
                return new(line, row.Generic, ListRowState.Changed);
            }

            // What was signed this morning was signed under the old list.
            var from = row.From ?? today.AddDays(1);
            if (from <= today) return Refused("begins-tomorrow");
            End(old, from.AddDays(-1));
            medicines.Add(row with { From = from, NameHi = row.NameHi ?? old.NameHi, Synonyms = names });
            return new(line, row.Generic, ListRowState.Changed);

            ListRow Refused(string why) => new(line, row.Generic, ListRowState.Refused, why);
        }

        void End(ListedMedicine old, DateOnly last) => medicines[medicines.IndexOf(old)] = old with { Until = last };
    }

    /// <summary>
    /// Back to former lists without touching what was in force: what was added ends today, or never begins if its day has not come; what was
    /// ended goes on, from tomorrow where it had ended.
    /// </summary>
    public static MedicineLists BackTo(MedicineLists former, MedicineLists now, DateOnly today)
    {
        var medicines = new List<ListedMedicine>();
        foreach (var row in now.Medicines)
        {
            if (former.Medicines.Any(m => IsSame(m, row))) medicines.Add(row);
            else if (former.Medicines.FirstOrDefault(m => (m.Generic, m.List, m.From) == (row.Generic, row.List, row.From)) is { } was)
                medicines.Add(row.Until < today ? row : row with { Until = was.Until });
            else if (row.From is not { } from || from <= today) medicines.Add(row with { Until = row.Until < today ? row.Until : today });
        }
        var tomorrow = today.AddDays(1);
        foreach (var was in former.Medicines.Where(m => IsOpen(m, tomorrow)))
            if (!medicines.Any(m => m.Generic == was.Generic && m.List == was.List && IsOpen(m, tomorrow)))
                medicines.Add(was with { From = was.From > today ? was.From : tomorrow });
        return now with { Medicines = medicines };
    }

    public static (FormularyData Formulary, IReadOnlyList<ListRow> Rows) Formulary(FormularyData now, IReadOnlyList<ListFiles.Read<FormularyMedicine>> file, bool replaces)
    {
        var (medicines, rows) = Upsert(now.Medicines, file, replaces, m => MedicineName.Key(m.Generic), m => m.Generic, IsSame);
        var classes = medicines.SelectMany(m => m.Classes).ToHashSet();
        return (now with
        {
            Medicines = medicines,
            // A formulary without penicillins needs no allergy to them.
            Allergies = [.. now.Allergies.Where(a => classes.Contains(a.Class)).Select(a => a with { Also = [.. a.Also.Where(classes.Contains)] })],
        }, rows);
    }

    public static (DiagnosisData Diagnoses, IReadOnlyList<ListRow> Rows) Diagnoses(DiagnosisData now, IReadOnlyList<ListFiles.Read<ListedDiagnosis>> file, bool replaces)
    {
        var (diagnoses, rows) = Upsert(now.Diagnoses, file, replaces, d => d.Code, d => d.Code, (a, b) => a == b);
        return (now with { Diagnoses = [.. diagnoses.OrderBy(d => d.Code, StringComparer.Ordinal)] }, rows);
    }

    private static (List<T> All, List<ListRow> Rows) Upsert<T>(
        IReadOnlyList<T> now, IReadOnlyList<ListFiles.Read<T>> file, bool replaces, Func<T, string> key, Func<T, string> name, Func<T, T, bool> same) where T : class
    {
        var all = now.ToList();
        var rows = new List<ListRow>();
        var seen = new HashSet<string>();
        foreach (var read in file)
        {
            if (read.Value is not { } row) rows.Add(new(read.Line, read.Name, ListRowState.Refused, read.Why, read.Detail));
            else if (!seen.Add(key(row))) rows.Add(new(read.Line, name(row), ListRowState.Refused, "twice"));
            else if (all.FindIndex(old => key(old) == key(row)) is >= 0 and var at)
            {
                rows.Add(new(read.Line, name(row), same(all[at], row) ? ListRowState.Same : ListRowState.Changed));
                all[at] = row;
            }
            else
            {
                rows.Add(new(read.Line, name(row), ListRowState.New));
                all.Add(row);
            }
        }
        if (!replaces) return (all, rows);
        rows.AddRange(all.Where(old => !seen.Contains(key(old))).Select(old => new ListRow(0, name(old), ListRowState.Gone)));
        return ([.. all.Where(row => seen.Contains(key(row)))], rows);
    }

    private static bool IsOpen(ListedMedicine row, DateOnly day) => row.Until is not { } until || until >= day;

    private static bool IsSame(ListedMedicine a, ListedMedicine b) =>
        (a.Generic, a.NameHi, a.List, a.From, a.Until) == (b.Generic, b.NameHi, b.List, b.From, b.Until) && a.Synonyms.SequenceEqual(b.Synonyms);

    private static bool IsSame(FormularyMedicine a, FormularyMedicine b) =>
        a with { Classes = b.Classes, Products = b.Products } == b && a.Classes.SequenceEqual(b.Classes) && a.Products.SequenceEqual(b.Products);
}
