using Shared.Contracts.Consults;
using Shared.Contracts.Triage;
using Shared.Hosting.Ui;
using Spoke.Api.Domain;

namespace Spoke.Api.Ui;

/// <summary>The fields of measurements and danger signs, as the request form and an answer have them, and what they mean.</summary>
public static class VitalsForm
{
    /// <summary>Looked for danger signs and found none.</summary>
    public const string NoDangerSign = "vitals.danger.none";

    public static readonly string[] Names =
    [
        .. VitalRanges.All.Select(v => $"vitals.{v.Field}"), "vitals.glucoseWhen", "vitals.consciousness", "vitals.onOxygen", "vitals.pain", "vitals.notTaken",
        NoDangerSign, .. DangerSigns.Codes.Select(DangerSign),
    ];

    public static string DangerSign(string code) => $"vitals.danger.{code}";

    /// <param name="group">Whose danger signs the form asked for; null when it asked for none.</param>
    public static Vitals? Read(PostedForm form, PatientGroup? group)
    {
        var beyond = form.Text("vitals.glucoseMgDl")?.ToUpperInvariant() switch { "HI" or "HIGH" => Beyond.High, "LO" or "LOW" => Beyond.Low, _ => (Beyond?)null };
        var vitals = new Vitals
        {
            Systolic = form.Number("vitals.systolic"),
            Diastolic = form.Number("vitals.diastolic"),
            Pulse = form.Number("vitals.pulse"),
            TemperatureC = Celsius(form.Number("vitals.temperatureC")),
            Spo2 = form.Number("vitals.spo2"),
            RespiratoryRate = form.Number("vitals.respiratoryRate"),
            WeightKg = form.Number("vitals.weightKg"),
            HeightCm = form.Number("vitals.heightCm"),
            GlucoseMgDl = beyond is null ? form.Number("vitals.glucoseMgDl") : null,
            GlucoseBeyond = beyond,
            GlucoseWhen = form.Choice<GlucoseTime>("vitals.glucoseWhen"),
            HaemoglobinGDl = form.Number("vitals.haemoglobinGDl"),
            Consciousness = form.Choice<Consciousness>("vitals.consciousness"),
            OnOxygen = form.YesNo("vitals.onOxygen"),
            Hba1cPercent = form.Number("vitals.hba1cPercent"),
            MuacCm = form.Number("vitals.muacCm"),
            FetalHeartRate = form.Number("vitals.fetalHeartRate"),
            Pain = form.Whole("vitals.pain"),
            DangerSigns = SignsOf(form, group),
            NotTakenBecause = form.Text("vitals.notTaken"),
        };
        return vitals == new Vitals() ? null : vitals;
    }

    private static string[]? SignsOf(PostedForm form, PatientGroup? group)
    {
        if (group is not { } known) return null;
        string[] found = [.. DangerSigns.For(known).Select(sign => sign.Code).Where(code => form.Ticked(DangerSign(code)))];
        return found.Length > 0 || form.Ticked(NoDangerSign) ? found : null;
    }

    /// <summary>No body is warmer than 45 °C, so a higher figure is in °F.</summary>
    public static decimal? Celsius(decimal? typed) => typed > 45 ? Math.Round((typed.Value - 32) * 5 / 9, 1) : typed;

    /// <summary>The same back again.</summary>
    public static void Write(Vitals vitals, Dictionary<string, string> fields)
    {
        foreach (var (field, _, _, _, of) in VitalRanges.All) fields[$"vitals.{field}"] = Format.Input(of(vitals));
        fields["vitals.consciousness"] = vitals.Consciousness is { } awake ? ConsultRequest.Code(awake) : "";
        fields["vitals.onOxygen"] = vitals.OnOxygen switch { true => "yes", false => "no", null => "" };
        if (vitals.GlucoseBeyond is { } beyond) fields["vitals.glucoseMgDl"] = beyond is Beyond.High ? "HI" : "LO";
        fields["vitals.glucoseWhen"] = vitals.GlucoseWhen is { } when ? ConsultRequest.Code(when) : "";
        fields["vitals.pain"] = Format.Input(vitals.Pain);
        fields["vitals.notTaken"] = vitals.NotTakenBecause ?? "";
        foreach (var sign in vitals.DangerSigns ?? []) fields[DangerSign(sign)] = "true";
        if (vitals.DangerSigns is { Count: 0 }) fields[NoDangerSign] = "true";
    }
}
