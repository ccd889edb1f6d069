using Hub.Api.Domain;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;

namespace Hub.Api.Tests.Domain;

public sealed class AssignmentPolicyTests
{
    private const string Skin = "dermatology";
    private static readonly HashSet<string> Nobody = [];

    private static Candidate Doctor(string code, string specialty = Skin, int holds = 0, int capacity = 5, int today = 0) => new(code, [specialty], holds, capacity, today);

    private static Assignable Case(Urgency urgency = Urgency.Routine, string specialty = Skin, string? named = null, params string[] passed) =>
        new(specialty, urgency, named, passed.Length == 0 ? Nobody : passed.ToHashSet());

    private static string[] Chosen(Assignable consult, params Candidate[] onDuty) => [.. AssignmentPolicy.Choose(consult, onDuty).Select(d => d.PractitionerCode)];

    [Test]
    public void One_of_the_specialty_with_room_is_chosen_the_least_loaded_and_of_these_who_had_fewest_today()
    {
        Assert.That(Chosen(Case(), Doctor("a", "cardiology"), Doctor("b", holds: 5), Doctor("c", holds: 2), Doctor("d", holds: 1, today: 9), Doctor("e", holds: 1, today: 3)), Is.EqualTo(new[] { "e" }));
        Assert.That(Chosen(Case(), Doctor("a", "cardiology"), Doctor("b", holds: 5)), Is.Empty);
    }

    [Test]
    public void An_emergency_goes_to_everybody_of_the_specialty_and_of_general_medicine_however_loaded() =>
        Assert.That(Chosen(Case(Urgency.Stat), Doctor("a", "cardiology"), Doctor("b", holds: 9), Doctor("c", Specialty.GeneralMedicine)), Is.EquivalentTo(new[] { "b", "c" }));

    [Test]
    public void What_needs_no_specialist_is_anybodys() =>
        Assert.That(Chosen(Case(specialty: Specialty.GeneralConsult), Doctor("a", "cardiology")), Is.EqualTo(new[] { "a" }));

    [Test]
    public void Who_knows_the_case_comes_first_unless_that_is_unfair()
    {
        Assert.That(Chosen(Case(named: "b"), Doctor("a"), Doctor("b", holds: 1)), Is.EqualTo(new[] { "b" }));
        Assert.That(Chosen(Case(named: "b"), Doctor("a"), Doctor("b", holds: 2)), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Who_passed_is_asked_again_only_when_nobody_else_is_left()
    {
        Assert.That(Chosen(Case(passed: "a"), Doctor("a"), Doctor("b", holds: 3)), Is.EqualTo(new[] { "b" }));
        Assert.That(Chosen(Case(passed: "a"), Doctor("a")), Is.EqualTo(new[] { "a" }));
    }

    /// <summary>A day of random arrivals, answers and refusals.</summary>
    [Test]
    public void Nobody_is_ever_ineligible_over_capacity_or_more_than_two_above_the_least_loaded([Values(20261201, 7)] int seed)
    {
        var random = new Random(seed);
        string[] specialties = [Skin, "cardiology", Specialty.GeneralMedicine];
        var doctors = Enumerable.Range(0, 12).Select(i => Doctor($"d{i:00}", specialties[i % 3], capacity: 4)).ToDictionary(d => d.PractitionerCode);
        for (var step = 0; step < 5000; step++)
        {
            if (random.Next(3) == 0)
            {
                // The longest at work finishes: loads fall only from the top, as when everybody answers at one pace.
                var busiest = doctors.Values.MaxBy(d => d.Holds)!;
                if (busiest.Holds > 0) doctors[busiest.PractitionerCode] = busiest with { Holds = busiest.Holds - 1 };
                continue;
            }
            var consult = Case(Urgency.Routine, specialties[random.Next(3)], random.Next(5) == 0 ? $"d{random.Next(12):00}" : null, random.Next(6) == 0 ? [$"d{random.Next(12):00}"] : []);
            var able = doctors.Values.Where(d => d.Specialties.Contains(consult.Specialty) && d.Holds < d.Capacity).ToList();
            var chosen = AssignmentPolicy.Choose(consult, doctors.Values);
            Assert.That(chosen.Count, Is.EqualTo(able.Count == 0 ? 0 : 1), $"seed {seed}, step {step}");
            if (chosen is not [var doctor]) continue;
            Assert.That(able, Does.Contain(doctor), $"seed {seed}, step {step}");
            doctors[doctor.PractitionerCode] = doctor with { Holds = doctor.Holds + 1, Today = doctor.Today + 1 };
            var fresh = able.Where(d => !consult.Passed.Contains(d.PractitionerCode)).DefaultIfEmpty(doctor).Min(d => d.Holds);
            Assert.That(doctors[doctor.PractitionerCode].Holds - fresh, Is.LessThanOrEqualTo(2), $"seed {seed}, step {step}");
        }
    }
}
