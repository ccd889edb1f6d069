using Shared.Contracts.Consults;
using Shared.Hosting.Ui;

namespace Hub.Api.Consults;

/// <summary>The vitals of a consult as the doctor reads them: figure, unit, and a word where it is out of the ordinary.</summary>
/// <remarks>
/// Ordinary for an adult: the zero band of NEWS2 (Royal College of Physicians, 2017; from 16 years, not in pregnancy), and red where a single
/// reading scores 3 there. Blood pressure from 140/90 and, in pregnancy, red from 160/110: Government of India red flags. Glucose under
/// 70 or from 200 mg/dL at any time of day, haemoglobin under 12 (11 in pregnancy): WHO. Children are not judged here.
/// </remarks>
internal static class VitalSigns
{
    /// <param name="Judged">Empty when ordinary or not judged, else the key of the word: <c>low</c>, <c>high</c>, <c>very-low</c>, <c>very-high</c>, <c>not-alert</c>.</param>
    public sealed record Reading(string Key, string Figure, string Unit, string Judged)
    {
        public bool IsRed => Judged is "very-low" or "very-high" or "not-alert";
    }

    // Up to Low and from High it is out of the ordinary, up to RedLow and from RedHigh a red flag.
    private sealed record Band(decimal? RedLow, decimal? Low, decimal? High, decimal? RedHigh)
    {
        public string Judge(decimal? value) => value switch
        {
            null => "",
            { } v when v <= RedLow => "very-low",
            { } v when v >= RedHigh => "very-high",
            { } v when v <= Low => "low",
            { } v when v >= High => "high",
            _ => "",
        };
    }

    public static IReadOnlyList<Reading> Read(Vitals? vitals, bool adult, bool pregnant)
    {
        if (vitals is not { } v) return [];
        List<Reading> all = [];

        var systolic = adult ? new Band(90, 100, 140, pregnant ? 160 : 220).Judge(v.Systolic) : "";
        var diastolic = adult ? new Band(null, 59, 90, pregnant ? 110 : 120).Judge(v.Diastolic) : "";
        if (v.Systolic is not null || v.Diastolic is not null)
            all.Add(new("bp", $"{Figure(v.Systolic)}/{Figure(v.Diastolic)}", "mmHg", Worse(systolic, diastolic)));
        Add("pulse", v.Pulse, "/min", new(40, 50, 91, 131));
        Add("temperature", v.TemperatureC, "°C", new(35.0m, 36.0m, 38.1m, null));
        Add("spo2", v.Spo2, "%", new(91, 95, null, null));
        Add("breaths", v.RespiratoryRate, "/min", new(8, 11, 21, 25));
        if (v.Consciousness is { } awake)
            all.Add(new("consciousness", Texts.Of($"vitals.{awake.ToString().ToLowerInvariant()}"), "", awake is Consciousness.Alert ? "" : "not-alert"));
        if (v.OnOxygen is { } oxygen) all.Add(new("oxygen", Texts.Of(oxygen ? "ui.yes" : "ui.no"), "", ""));
        Add("weight", v.WeightKg, "kg", null);
        Add("height", v.HeightCm, "cm", null);
        Add("glucose", v.GlucoseMgDl, "mg/dL", new(null, 69, 200, null));
        if (v.GlucoseBeyond is { } beyond) all.Add(new("glucose", beyond is Beyond.High ? "HI" : "LO", "", beyond is Beyond.High ? "very-high" : "very-low"));
        Add("hba1c", v.Hba1cPercent, "%", null);
        Add("fetal-heart", v.FetalHeartRate, "/min", new(null, 109, 161, null));
        Add("muac", v.MuacCm, "cm", null);
        if (v.Pain is { } pain) all.Add(new("pain", Texts.Of($"vitals.pain-{pain}"), "", ""));
        Add("haemoglobin", v.HaemoglobinGDl, "g/dL", new(6.9m, pregnant ? 10.9m : 11.9m, null, null));
        return all;

        void Add(string key, decimal? value, string unit, Band? band)
        {
            if (value is not null) all.Add(new(key, Figure(value), unit, adult ? band?.Judge(value) ?? "" : ""));
        }
    }

    private static string Figure(decimal? value) => value is { } known ? Format.Number(known) : "–";

    private static string Worse(string one, string other) => new[] { one, other }.MaxBy(j => j switch { "" => 0, "low" or "high" => 1, _ => 2 })!;
}
