using System.Text.Json;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Testing;

namespace Shared.Tests.Patients;

public sealed class PatientSummaryTests
{
    [TestCase("2008-11-23", 18)]
    [TestCase("2008-11-24", 17)]
    [TestCase("2008-12-01", 17)]
    [TestCase("2026-11-23", 0)]
    [TestCase("2026-11-22", 0)]
    [TestCase("1926-11-24", 99)]
    public void Born_on_a_known_day(string born, int years) =>
        Assert.That(new PatientSummary { BirthDate = DateOnly.Parse(born, null) }.YearsOn(Some.Today), Is.EqualTo(years));

    [TestCase("2026-02-27", 17)]
    [TestCase("2026-02-28", 18)]
    [TestCase("2028-02-28", 19)]
    [TestCase("2028-02-29", 20)]
    public void Born_on_the_29th_of_february(string day, int years) =>
        Assert.That(new PatientSummary { BirthDate = new(2008, 2, 29) }.YearsOn(DateOnly.Parse(day, null)), Is.EqualTo(years));

    [TestCase(42, AgeUnit.Years, null, 42)]
    [TestCase(42, AgeUnit.Years, "2026-11-23", 42)]
    [TestCase(42, AgeUnit.Years, "2024-11-23", 44)]
    [TestCase(17, AgeUnit.Years, "2025-11-24", 17)]
    [TestCase(17, AgeUnit.Years, "2025-11-23", 18)]
    [TestCase(42, AgeUnit.Years, "2027-01-01", 42, Description = "told tomorrow, by a wrong clock")]
    [TestCase(11, AgeUnit.Months, null, 0)]
    [TestCase(30, AgeUnit.Months, null, 2)]
    [TestCase(30, AgeUnit.Months, "2023-11-23", 5)]
    [TestCase(50, AgeUnit.Days, null, 0)]
    [TestCase(50, AgeUnit.Days, "2024-11-22", 2)]
    public void Of_an_age_as_told(int value, AgeUnit unit, string? told, int years) =>
        Assert.That(new PatientSummary { Age = new Age { Value = value, Unit = unit, AsOf = told is null ? null : DateOnly.Parse(told, null) } }.YearsOn(Some.Today),
            Is.EqualTo(years));

    [Test]
    public void A_known_birth_date_counts_more_than_an_age_as_told() =>
        Assert.That(new PatientSummary { BirthDate = new(1984, 3, 2), Age = new Age { Value = 30 } }.YearsOn(Some.Today), Is.EqualTo(42));

    [Test]
    public void Of_unknown_age() => Assert.That((new PatientSummary().YearsOn(Some.Today), new PatientSummary().IsMinorOn(Some.Today)), Is.EqualTo(((int?)null, false)));

    [TestCase("2008-11-24", true)]
    [TestCase("2008-11-23", false)]
    public void A_minor_until_the_18th_birthday(string born, bool minor) =>
        Assert.That(new PatientSummary { BirthDate = DateOnly.Parse(born, null) }.IsMinorOn(Some.Today), Is.EqualTo(minor));

    [Test]
    public void A_bare_number_is_an_age_in_years() =>
        Assert.That(JsonSerializer.Deserialize<Age>("42", Wire.Json), Is.EqualTo(new Age { Value = 42 }));

    [Test]
    public void An_age_comes_back_as_it_went()
    {
        var age = new Age { Value = 10, Unit = AgeUnit.Days, Estimated = true, AsOf = Some.Today };

        Assert.That(JsonSerializer.Deserialize<Age>(JsonSerializer.Serialize(age, Wire.Json), Wire.Json), Is.EqualTo(age));
    }

    [TestCase("\"42\"")]
    [TestCase("42.5")]
    [TestCase("{\"value\":42,\"unit\":\"weeks\"}")]
    [TestCase("{\"value\":42,\"years\":true}")]
    [TestCase("{}")]
    [TestCase("99999999999")]
    public void Anything_else_is_no_age(string json) =>
        Assert.That(() => JsonSerializer.Deserialize<Age>(json, Wire.Json), Throws.TypeOf<JsonException>());
}
