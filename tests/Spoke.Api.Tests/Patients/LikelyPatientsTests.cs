using Shared.Contracts.Patients;
using Spoke.Api.Domain;
using Testing;

namespace Spoke.Api.Tests.Patients;

/// <summary>How well the list of likely duplicates finds who was registered before, and whom it shows in vain.</summary>
public sealed class LikelyPatientsTests
{
    private const int Records = 10_000;

    /// <summary>The weights were tuned on the first seed and on no other.</summary>
    private const int Tuned = 20261127;

    [TestCase(Tuned)]
    [TestCase(7321)]
    [TestCase(40404)]
    public void Of_ten_thousand_patients_nearly_all_second_registrations_are_found_and_few_others_shown(int seed)
    {
        var entries = new SomeVillages(seed).Make(Records);
        var (shown, right, wanted) = (0, 0, 0);
        var missed = new List<string>();
        var wrong = new List<string>();
        var byName = new Dictionary<string, List<(int Person, PatientMatch Match, PatientSummary Patient)>>();
        var byRelative = new Dictionary<string, List<(int Person, PatientMatch Match, PatientSummary Patient)>>();
        var known = new HashSet<int>();
        foreach (var (person, patient) in entries)
        {
            var match = new PatientMatch(patient);
            var (name, relative) = match.Keys;
            var again = known.Contains(person);
            if (again) wanted++;
            var likely = Of(byName, name).Concat(relative.Length > 0 ? Of(byRelative, relative) : []).DistinctBy(c => c.Person)
                .Where(c => match.With(c.Match, Some.Today).Score >= PatientMatch.Likely).ToArray();
            shown += likely.Length;
            if (likely.Any(c => c.Person == person)) right++;
            else if (again) missed.Add(Line(patient, entries[person].Patient, match, new PatientMatch(entries[person].Patient)));
            foreach (var c in likely.Where(c => c.Person != person)) wrong.Add(Line(patient, c.Patient, match, c.Match));
            if (again) continue;   // one record of each stays: the second registration was not made
            known.Add(person);
            Of(byName, name).Add((person, match, patient));
            if (relative.Length > 0) Of(byRelative, relative).Add((person, match, patient));
        }

        var (recall, precision) = ((double)right / wanted, (double)right / shown);
        TestContext.Out.WriteLine($"Seed {seed}: {Records} records, {wanted} second registrations, {shown} shown, {right} of them right: recall {recall:0.0000}, precision {precision:0.0000}");
        foreach (var line in missed.Take(8)) TestContext.Out.WriteLine($"  missed: {line}");
        foreach (var line in wrong.Take(8)) TestContext.Out.WriteLine($"  in vain: {line}");
        Assert.That((recall, precision), Is.EqualTo((1.0, 1.0)).Using<(double, double)>((actual, _) => actual.Item1 >= 0.95 && actual.Item2 >= 0.9));

        static List<T> Of<T>(Dictionary<string, List<T>> rows, string key) => rows.TryGetValue(key, out var found) ? found : rows[key] = [];
    }

    private static string Line(PatientSummary one, PatientSummary other, PatientMatch a, PatientMatch b) =>
        $"{Told(one)} / {Told(other)} {a.Keys}{b.Keys} {a.With(b, Some.Today).Score}";

    private static string Told(PatientSummary p) => $"{p.Name}, {p.RelativeName}, {p.BirthDate?.ToString("yyyy-MM-dd", null) ?? $"{p.Age?.Value}"}, {p.Address.Village}";
}
