using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Contracts.Messaging;

namespace Shared.Contracts.Consults;

/// <summary>How soon an answer is needed, as FHIR's request-priority.</summary>
public enum Urgency
{
    Routine,
    Urgent,
    Asap,

    /// <summary>The emergency: its own queue and its own consumer.</summary>
    Stat,
}

/// <summary>What a requester asks and found, as one document: the body of the request, of the message and of the doctor's page.</summary>
/// <remarks>FHIR R4: ServiceRequest with its supporting Observations. Completeness is checked where it is entered.</remarks>
public record RequestContent
{
    /// <summary>Code from the programme's specialty list, such as <c>general-consult</c>.</summary>
    public string Specialty { get; init; } = "";

    public Urgency? Urgency { get; init; }

    /// <summary>What the doctor is to answer.</summary>
    public string Question { get; init; } = "";

    public IReadOnlyList<Complaint> Complaints { get; init; } = [];
    public Vitals? Vitals { get; init; }
    public string? History { get; init; }
    public string? Examination { get; init; }
    public string? TreatmentGiven { get; init; }
    public string? Impression { get; init; }
    public IReadOnlyList<Allergy> Allergies { get; init; } = [];
    public IReadOnlyList<string> CurrentMedicines { get; init; } = [];
    public Pregnancy? Pregnancy { get; init; }
    public IReadOnlyList<PointOfCareTest> PointOfCareTests { get; init; } = [];
    public Consent? Consent { get; init; }

    /// <summary>The adult with a patient under 18.</summary>
    public AccompanyingAdult? AccompaniedBy { get; init; }

    /// <summary>Answers to the questions of the complaint (<see cref="Quality.ComplaintGuide.Questions"/>).</summary>
    [Since("1.2")] public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>Asked for allergies, and there are none known. Null when not asked or when <see cref="Allergies"/> says which.</summary>
    [Since("1.2")] public bool? NoKnownAllergies { get; init; }

    /// <summary>False: asked, and she is not pregnant. Null when nobody asked or nobody knows; <see cref="Pregnancy"/> when she is.</summary>
    [Since("1.2")] public bool? IsPregnant { get; init; }

    /// <summary>The requester asks for less haste than the red flags propose.</summary>
    [Since("1.2")] public UrgencyOverride? UrgencyOverride { get; init; }

    /// <summary>Why something a doctor needs is missing all the same: a code of <see cref="MissingReasons"/>.</summary>
    [Since("1.2")] public string? IncompleteBecause { get; init; }

    /// <summary>When the ambulance (108) was called, if it was.</summary>
    [Since("1.2")] public DateTimeOffset? AmbulanceCalledAt { get; init; }
}

/// <summary>A question of the complaint and its answer.</summary>
public sealed record Finding(string Code, FindingAnswer Answer);

public enum FindingAnswer
{
    Yes,
    No,
    Unknown,
}

/// <summary>The red flags proposed more haste; a person decided otherwise, for a reason of <see cref="Reasons"/>.</summary>
public sealed record UrgencyOverride(Urgency Proposed, string Because)
{
    public static readonly string[] Reasons = ["known-and-unchanged", "treated-and-better", "measured-again", "doctor-told-by-phone", "patient-prefers"];
}

/// <summary>Why something was not measured or not found out.</summary>
public static class MissingReasons
{
    public static readonly string[] All = ["no-instrument", "instrument-broken", "patient-too-ill", "patient-left", "not-known", "no-time"];
}

public sealed record Complaint
{
    public string Text { get; init; } = "";
    public string? Code { get; init; }
    public Duration? Duration { get; init; }
}

/// <summary>A length of time in UCUM: <c>h</c>, <c>d</c>, <c>wk</c>, <c>mo</c> or <c>a</c>.</summary>
public sealed record Duration
{
    public required decimal Value { get; init; }
    public required string Unit { get; init; }
}

/// <summary>Measured values, each null when not taken; units and accepted ranges in <see cref="VitalRanges"/>.</summary>
public sealed record Vitals
{
    public decimal? Systolic { get; init; }
    public decimal? Diastolic { get; init; }
    public decimal? Pulse { get; init; }
    public decimal? TemperatureC { get; init; }
    public decimal? Spo2 { get; init; }
    public decimal? RespiratoryRate { get; init; }
    public Consciousness? Consciousness { get; init; }
    public bool? OnOxygen { get; init; }
    public decimal? WeightKg { get; init; }
    public decimal? HeightCm { get; init; }
    public decimal? GlucoseMgDl { get; init; }
    public decimal? HaemoglobinGDl { get; init; }

    /// <summary>Round of the upper arm, of a child from 6 to 59 months.</summary>
    [Since("1.2")] public decimal? MuacCm { get; init; }

    /// <summary>0 none, 1 mild, 2 moderate, 3 severe.</summary>
    [Since("1.2")] public int? Pain { get; init; }

    /// <summary>
    /// Codes of <see cref="Triage.DangerSigns"/> that were found; empty when looked for and none found, null when nobody looked.
    /// </summary>
    [Since("1.2")] public IReadOnlyList<string>? DangerSigns { get; init; }

    /// <summary>The meter showed HI or LO instead of a figure; <see cref="GlucoseMgDl"/> is then null.</summary>
    [Since("1.2")] public Beyond? GlucoseBeyond { get; init; }

    [Since("1.2")] public GlucoseTime? GlucoseWhen { get; init; }

    /// <summary>Glycated haemoglobin in percent.</summary>
    [Since("1.2")] public decimal? Hba1cPercent { get; init; }

    /// <summary>Of the unborn child.</summary>
    [Since("1.2")] public decimal? FetalHeartRate { get; init; }

    /// <summary>Why what is missing was not taken: a code of <see cref="MissingReasons"/>.</summary>
    [Since("1.2")] public string? NotTakenBecause { get; init; }

    /// <summary>When they were taken; null means with the request.</summary>
    public DateTimeOffset? TakenAt { get; init; }
}

/// <summary>Outside what the meter can show.</summary>
public enum Beyond
{
    High,
    Low,
}

/// <summary>When blood for the sugar was taken.</summary>
public enum GlucoseTime
{
    Random,
    Fasting,
    AfterFood,
}

/// <summary>ACVPU.</summary>
public enum Consciousness
{
    Alert,
    Confusion,
    Voice,
    Pain,
    Unresponsive,
}

/// <summary>An allergy; a bare string is the substance.</summary>
[JsonConverter(typeof(AllergyConverter))]
public sealed record Allergy(string Substance, string? Reaction);

/// <summary>Of a woman who is pregnant or has delivered within the last six weeks.</summary>
public sealed record Pregnancy
{
    public decimal? GestationWeeks { get; init; }
    public DateOnly? LastPeriod { get; init; }
    public int? Gravida { get; init; }
    public int? Para { get; init; }

    /// <summary>The day of delivery, when it is over.</summary>
    [Since("1.2")] public DateOnly? DeliveredOn { get; init; }
}

public sealed record PointOfCareTest
{
    public required string Test { get; init; }
    public required string Value { get; init; }
}

/// <summary>The patient's consent as the requester recorded it (guideline rules T6, T7).</summary>
public sealed record Consent
{
    public bool Given { get; init; }

    /// <summary><c>verbal</c>, <c>signature</c>, <c>thumb</c> or <c>witness</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>Language in which the text was read out, such as <c>hi</c>.</summary>
    public string Language { get; init; } = "";

    public string TextVersion { get; init; } = "";
    public string? TakenBy { get; init; }
}

/// <summary>An adult whose identity is known (guideline rule T5).</summary>
public sealed record AccompanyingAdult
{
    public string Name { get; init; } = "";
    public string Relation { get; init; } = "";
    public string? Phone { get; init; }
}

/// <summary>
/// What can be entered at all: these limits reject only the impossible. Source: the programme's vitals table
/// (units checked against UCUM; limits are the programme's own).
/// </summary>
public static class VitalRanges
{
    public static readonly (string Field, decimal Low, decimal High, string Unit, Func<Vitals, decimal?> Of)[] All =
    [
        ("systolic", 40, 300, "mmHg", v => v.Systolic),
        ("diastolic", 20, 200, "mmHg", v => v.Diastolic),
        ("pulse", 20, 300, "/min", v => v.Pulse),
        ("temperatureC", 25, 45, "°C", v => v.TemperatureC),
        ("spo2", 40, 100, "%", v => v.Spo2),
        ("respiratoryRate", 4, 120, "/min", v => v.RespiratoryRate),
        ("weightKg", 0.5m, 300, "kg", v => v.WeightKg),
        ("heightCm", 30, 250, "cm", v => v.HeightCm),
        ("glucoseMgDl", 10, 1000, "mg/dL", v => v.GlucoseMgDl),
        ("haemoglobinGDl", 2, 25, "g/dL", v => v.HaemoglobinGDl),
        ("hba1cPercent", 3, 20, "%", v => v.Hba1cPercent),
        ("muacCm", 6, 30, "cm", v => v.MuacCm),
        ("fetalHeartRate", 60, 220, "/min", v => v.FetalHeartRate),
    ];
}

internal sealed class AllergyConverter : JsonConverter<Allergy>
{
    public override Allergy? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new Allergy(reader.GetString()!, null);
        var shape = JsonSerializer.Deserialize<Shape>(ref reader, options);
        return shape is null ? null : new Allergy(shape.Substance, shape.Reaction);
    }

    public override void Write(Utf8JsonWriter writer, Allergy value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Shape { Substance = value.Substance, Reaction = value.Reaction }, options);

    private sealed record Shape
    {
        public required string Substance { get; init; }
        public string? Reaction { get; init; }
    }
}
