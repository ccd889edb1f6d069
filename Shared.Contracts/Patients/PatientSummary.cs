using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Patients;

/// <summary>Who the patient is: the snapshot that travels with a request, and what a slip is made out to.</summary>
/// <remarks>FHIR R4: Patient.</remarks>
public sealed record PatientSummary
{
    public string Name { get; init; } = "";

    /// <summary>Father's or husband's name, which tells people of one name apart.</summary>
    public string RelativeName { get; init; } = "";

    /// <summary>Known birth date; otherwise <see cref="Age"/>.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Age as told, when the birth date is not known.</summary>
    public Age? Age { get; init; }

    public Sex? Sex { get; init; }

    /// <summary>Indian mobile number, ten digits.</summary>
    public string? Mobile { get; init; }

    /// <summary>Whose phone it is: one phone often serves a household.</summary>
    public string? MobileOf { get; init; }

    /// <summary>Another way to reach the patient, where there is no mobile.</summary>
    public string? OtherContact { get; init; }

    /// <summary>The village health worker (ASHA) who can carry word to the patient.</summary>
    public string? AshaName { get; init; }

    public string? AshaMobile { get; init; }

    public Address Address { get; init; } = new();

    /// <summary>ABHA number, 14 digits; optional.</summary>
    public string? AbhaNumber { get; init; }

    /// <summary>ABHA address, such as <c>savitri.1984@abdm</c>.</summary>
    [Since("1.3")] public string? AbhaAddress { get; init; }

    /// <summary>Number in the reproductive and child health register, 12 digits.</summary>
    [Since("1.3")] public string? RchId { get; init; }

    /// <summary>Number in the tuberculosis register (Nikshay).</summary>
    [Since("1.3")] public string? NikshayId { get; init; }

    /// <summary>Number in the register of non-communicable diseases.</summary>
    [Since("1.3")] public string? NcdId { get; init; }

    /// <summary>Age in whole years on a day; null when neither birth date nor age is known.</summary>
    public int? YearsOn(DateOnly day)
    {
        if (BirthDate is { } born)
        {
            var years = day.Year - born.Year;
            return born.AddYears(years) > day ? years - 1 : years;
        }
        return Age?.Unit switch
        {
            AgeUnit.Years => Age.Value + YearsBetween(Age.AsOf, day),
            AgeUnit.Months => Math.DivRem(Age.Value, 12).Quotient + YearsBetween(Age.AsOf, day),
            AgeUnit.Days => YearsBetween(Age.AsOf, day),
            _ => null,
        };
    }

    /// <summary>Age in days on a day; null when neither birth date nor age is known. An age told in years or months is no more exact than that.</summary>
    public int? DaysOn(DateOnly day)
    {
        if (BirthDate is { } born) return Math.Max(0, day.DayNumber - born.DayNumber);
        if (Age is not { } told) return null;
        var since = told.AsOf is { } asOf && day > asOf ? day.DayNumber - asOf.DayNumber : 0;
        return since + (told.Unit switch { AgeUnit.Years => (int)Math.Ceiling(told.Value * 365.25), AgeUnit.Months => (int)Math.Ceiling(told.Value * 30.4375), _ => told.Value });
    }

    /// <summary>Under 18: a teleconsult needs an adult whose identity is known (guideline rule T5).</summary>
    public bool IsMinorOn(DateOnly day) => YearsOn(day) is < 18;

    private static int YearsBetween(DateOnly? from, DateOnly to) => from is { } day && to > day ? (to.DayNumber - day.DayNumber) / 365 : 0;
}

public enum Sex
{
    Female,
    Male,
    Other,
}

public enum AgeUnit
{
    Years,
    Months,
    Days,
}

/// <summary>An age as told: years, months (under 5) or days (under 2 months). A bare number means years.</summary>
[JsonConverter(typeof(AgeConverter))]
public sealed record Age
{
    public required int Value { get; init; }
    public AgeUnit Unit { get; init; }
    public bool Estimated { get; init; }

    /// <summary>The day it was told.</summary>
    public DateOnly? AsOf { get; init; }
}

/// <summary>Village or hamlet, health block and tehsil (different things), district, state and PIN.</summary>
public sealed record Address
{
    public string Village { get; init; } = "";
    public string? Block { get; init; }
    public string? Tehsil { get; init; }
    public string? District { get; init; }
    public string? State { get; init; }
    public string? Pin { get; init; }

    /// <summary>Codes of the Local Government Directory for state, district and sub-district; other systems refuse without, this one only says that they are missing.</summary>
    [Since("1.3")] public string? StateLgd { get; init; }

    [Since("1.3")] public string? DistrictLgd { get; init; }
    [Since("1.3")] public string? SubDistrictLgd { get; init; }
}

internal sealed class AgeConverter : JsonConverter<Age>
{
    public override Age? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number) return new Age { Value = reader.GetInt32() };
        var shape = JsonSerializer.Deserialize<Shape>(ref reader, options);
        return shape is null ? null : new Age { Value = shape.Value, Unit = shape.Unit, Estimated = shape.Estimated, AsOf = shape.AsOf };
    }

    public override void Write(Utf8JsonWriter writer, Age value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Shape { Value = value.Value, Unit = value.Unit, Estimated = value.Estimated, AsOf = value.AsOf }, options);

    private sealed record Shape
    {
        public required int Value { get; init; }
        public AgeUnit Unit { get; init; }
        public bool Estimated { get; init; }
        public DateOnly? AsOf { get; init; }
    }
}
