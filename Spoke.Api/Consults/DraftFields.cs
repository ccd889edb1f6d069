using FluentValidation.Results;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Hosting.Ui;
using Spoke.Api.Domain;
using Spoke.Api.Ui;

namespace Spoke.Api.Consults;

/// <summary>
/// The fields of the request form, step by step, and what they mean: from what is typed to a request, and back for one that is
/// corrected. Names are the paths of the validator, so that a refusal meets its field.
/// </summary>
public static class DraftFields
{
    public const int Complaints = 3;
    public const string ConsentVersion = "2026-11";
    private const int LongestField = 8000;
    private const string Visited = "visited";

    public static readonly string[] Steps = ["patient", "complaint", "vitals", "history", "question", "consent"];

    /// <summary>The quick tests of the programme, with the answers each can have.</summary>
    public static readonly (string Test, string[] Values)[] Tests =
    [
        ("malaria-rdt", ["negative", "positive"]),
        ("dengue-rdt", ["negative", "positive"]),
        ("pregnancy-test", ["negative", "positive"]),
        ("urine-albumin", ["nil", "trace", "1+", "2+", "3+"]),
        ("urine-sugar", ["nil", "trace", "1+", "2+", "3+"]),
    ];

    public static readonly string[] ConsentLanguages = [Texts.Hindi, Texts.English];
    public static readonly string[] ConsentMethods = ["verbal", "signature", "thumb", "witness"];
    public static readonly string[] Relations = ["mother", "father", "grandparent", "husband", "relative", "guardian"];

    private static readonly Dictionary<string, string[]> NamesOf = new()
    {
        ["patient"] = ["patientId", .. PatientForm.Names, "accompaniedBy.name", "accompaniedBy.relation", "accompaniedBy.phone"],
        ["complaint"] = [.. Enumerable.Range(0, Complaints).SelectMany(i => (string[])[$"complaints[{i}].text", $"complaints[{i}].duration", $"complaints[{i}].durationUnit"])],
        ["vitals"] = [.. VitalNames(), "vitals.consciousness", "vitals.onOxygen", .. Tests.Select(t => $"tests.{t.Test}")],
        ["history"] = ["history", "examination", "treatmentGiven", "allergies", "currentMedicines", "pregnancy.pregnant", "pregnancy.gestationWeeks"],
        ["question"] = ["specialty", "urgency", "question", "impression"],
        ["consent"] = ["consent.language", "consent.given", "consent.method"],
    };

    private static readonly Dictionary<string, string> StepOfName = NamesOf.SelectMany(s => s.Value.Select(name => (name, s.Key)))
        .ToDictionary(f => f.name, f => f.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>One thing that is wrong, the field it is about and the step that has the field.</summary>
    /// <param name="IsImpossible">It cannot be so, or cannot be read: better put right while the patient sits there. The rest is only missing.</param>
    public sealed record Fault(string Step, string Field, string Message, bool IsImpossible);

    public static bool IsStep(string? step) => Steps.Contains(step);

    public static string StepOf(string field) => StepOfName.GetValueOrDefault(field, "consent");

    /// <summary>What a step's form holds, word for word. A tick that was taken away is not posted, so the form names its ticks.</summary>
    public static Dictionary<string, string> Typed(string step, PostedForm form)
    {
        var fields = NamesOf[step].Where(form.Has).ToDictionary(name => name, name => Cut(form.Raw(name)));
        foreach (var tick in form.Raw("ticks").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(t => NamesOf[step].Contains(t)))
            fields[tick] = form.Ticked(tick) ? "true" : "";
        return fields;
    }

    public static bool WasVisited(this DraftForm draft, string step) => draft[Visited].Split(' ').Contains(step);

    /// <summary>Notes that the step was left once: from then on it says what is wrong with it.</summary>
    public static void MarkVisited(this DraftForm draft, string step, Dictionary<string, string> fields)
    {
        if (!draft.WasVisited(step)) fields[Visited] = $"{draft[Visited]} {step}".Trim();
    }

    public static PatientSummary PatientOf(DraftForm draft, DateOnly today) => PatientForm.Read(PatientForm.Over(draft.Fields), today);

    public static RequestConsult.Command CommandOf(ConsultRequest request, string takenBy, DateOnly today) =>
        CommandOf(request, PatientForm.Over(request.Draft!.Fields), takenBy, today);

    /// <summary>Everything that keeps this draft from being sent, in the order of the form.</summary>
    public static IReadOnlyList<Fault> Check(ConsultRequest request, RequestConsult.Validator validator, DateOnly today)
    {
        var form = PatientForm.Over(request.Draft!.Fields);
        var rows = ComplaintRows(form);
        var command = CommandOf(request, form, "", today);
        var faults = form.Errors.All.Select(e => new Fault(StepOf(e.Field), e.Field, e.Message, IsImpossible: true)).ToList();
        foreach (var failure in validator.Validate(command).Errors)
        {
            var field = PatientForm.InputOf(failure) ?? InputOf(failure.PropertyName, rows);
            if (form.Errors.Has(field)) continue;   // not readable: that it is missing as well helps nobody
            faults.Add(new Fault(StepOf(field), field, MessageOf(failure, field), IsImpossible(failure.ErrorCode)));
        }
        return [.. faults.DistinctBy(f => (f.Field, f.Message)).OrderBy(f => Array.IndexOf(Steps, f.Step)).ThenBy(f => Array.IndexOf(NamesOf[f.Step], f.Field))];
    }

    public static FormErrors ErrorsOf(IEnumerable<Fault> faults)
    {
        var errors = new FormErrors();
        foreach (var fault in faults) errors.Add(fault.Field, fault.Message);
        return errors;
    }

    public static Vitals? VitalsOf(PostedForm form)
    {
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
            GlucoseMgDl = form.Number("vitals.glucoseMgDl"),
            HaemoglobinGDl = form.Number("vitals.haemoglobinGDl"),
            Consciousness = form.Choice<Consciousness>("vitals.consciousness"),
            OnOxygen = form.YesNo("vitals.onOxygen"),
        };
        return vitals == new Vitals() ? null : vitals;
    }

    /// <summary>No body is warmer than 45 °C, so a higher figure is in °F.</summary>
    public static decimal? Celsius(decimal? typed) => typed > 45 ? Math.Round((typed.Value - 32) * 5 / 9, 1) : typed;

    /// <summary>A returned request as fields again, to be corrected.</summary>
    public static Dictionary<string, string> Of(ConsultRequest request)
    {
        var fields = request.Patient is { } patient ? PatientForm.Write(patient) : [];
        fields["patientId"] = request.PatientId?.ToString() ?? "";
        fields[Visited] = string.Join(' ', Steps);
        if (request.Content is not { } content) return fields;

        for (var i = 0; i < Math.Min(Complaints, content.Complaints.Count); i++)
        {
            fields[$"complaints[{i}].text"] = content.Complaints[i].Text;
            fields[$"complaints[{i}].duration"] = Format.Input(content.Complaints[i].Duration?.Value);
            fields[$"complaints[{i}].durationUnit"] = content.Complaints[i].Duration?.Unit ?? "";
        }
        if (content.Vitals is { } vitals)
        {
            foreach (var (field, _, _, _, of) in VitalRanges.All) fields[$"vitals.{field}"] = Format.Input(of(vitals));
            fields["vitals.consciousness"] = vitals.Consciousness is { } awake ? ConsultRequest.Code(awake) : "";
            fields["vitals.onOxygen"] = vitals.OnOxygen switch { true => "yes", false => "no", null => "" };
        }
        foreach (var test in content.PointOfCareTests) fields[$"tests.{test.Test}"] = test.Value;
        fields["history"] = content.History ?? "";
        fields["examination"] = content.Examination ?? "";
        fields["treatmentGiven"] = content.TreatmentGiven ?? "";
        fields["impression"] = content.Impression ?? "";
        fields["allergies"] = string.Join('\n', content.Allergies.Select(a => a.Substance));
        fields["currentMedicines"] = string.Join('\n', content.CurrentMedicines);
        if (content.Pregnancy is { } pregnancy) (fields["pregnancy.pregnant"], fields["pregnancy.gestationWeeks"]) = ("yes", Format.Input(pregnancy.GestationWeeks));
        fields["specialty"] = content.Specialty;
        fields["urgency"] = content.Urgency is { } urgency ? ConsultRequest.Code(urgency) : "";
        fields["question"] = content.Question;
        if (content.Consent is { } consent)
            (fields["consent.language"], fields["consent.method"], fields["consent.given"]) = (consent.Language, consent.Method, consent.Given ? "true" : "");
        if (content.AccompaniedBy is { } adult)
            (fields["accompaniedBy.name"], fields["accompaniedBy.relation"], fields["accompaniedBy.phone"]) = (adult.Name, adult.Relation, adult.Phone ?? "");
        return fields;
    }

    private static RequestConsult.Command CommandOf(ConsultRequest request, PostedForm form, string takenBy, DateOnly today) => new()
    {
        PatientId = form.Id("patientId"),
        Patient = PatientForm.Read(form, today),
        Spoke = request.SpokeCode,
        Practice = request.IsPractice,
        Corrects = request.Corrects,
        Specialty = form.Text("specialty") ?? "",
        Urgency = form.Choice<Urgency>("urgency"),
        Question = form.Text("question") ?? "",
        Complaints = [.. ComplaintRows(form).Select(row => ComplaintOf(form, row))],
        Vitals = VitalsOf(form),
        History = form.Text("history"),
        Examination = form.Text("examination"),
        TreatmentGiven = form.Text("treatmentGiven"),
        Impression = form.Text("impression"),
        Allergies = [.. Lines(form, "allergies").Select(a => new Allergy(a, null))],
        CurrentMedicines = Lines(form, "currentMedicines"),
        Pregnancy = form.YesNo("pregnancy.pregnant") is true ? new Pregnancy { GestationWeeks = form.Number("pregnancy.gestationWeeks") } : null,
        PointOfCareTests = [.. Tests.Where(t => t.Values.Contains(form.Text($"tests.{t.Test}"))).Select(t => new PointOfCareTest { Test = t.Test, Value = form.Text($"tests.{t.Test}")! })],
        Consent = form.Ticked("consent.given")
            ? new Consent
            {
                Given = true,
                Method = form.Text("consent.method") ?? "",
                Language = form.Text("consent.language") ?? Texts.Hindi,
                TextVersion = ConsentVersion,
                TakenBy = takenBy,
            }
            : null,
        AccompaniedBy = form.Text("accompaniedBy.name") is null && form.Text("accompaniedBy.relation") is null
            ? null
            : new AccompanyingAdult { Name = form.Text("accompaniedBy.name") ?? "", Relation = form.Text("accompaniedBy.relation") ?? "", Phone = form.Text("accompaniedBy.phone") },
    };

    private static int[] ComplaintRows(PostedForm form) =>
        [.. Enumerable.Range(0, Complaints).Where(i => form.Text($"complaints[{i}].text") is not null || form.Text($"complaints[{i}].duration") is not null)];

    private static Complaint ComplaintOf(PostedForm form, int row)
    {
        var text = form.Text($"complaints[{row}].text") ?? "";
        return new Complaint
        {
            Text = text,
            Code = Symptoms.CodeOf(text),
            Duration = form.Number($"complaints[{row}].duration") is { } length
                ? new Duration { Value = length, Unit = form.Text($"complaints[{row}].durationUnit") ?? "d" }
                : null,
        };
    }

    private static string[] Lines(PostedForm form, string name) =>
        form.Raw(name).Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The input a validator's path is about.</summary>
    private static string InputOf(string path, int[] complaintRows)
    {
        if (path.StartsWith("Complaints[", StringComparison.Ordinal))
        {
            var row = complaintRows[int.Parse(path.AsSpan(11, path.IndexOf(']', StringComparison.Ordinal) - 11), null)];
            return path.Contains("Duration", StringComparison.Ordinal) ? $"complaints[{row}].duration" : $"complaints[{row}].text";
        }
        return path switch
        {
            "Complaints" => "complaints[0].text",
            "Consent" => "consent.given",
            "AccompaniedBy" => "accompaniedBy.name",
            "PointOfCareTests" => $"tests.{Tests[0].Test}",
            "Patient" => "patient.name",
            _ => StepOfName.Keys.FirstOrDefault(name => name.Equals(path, StringComparison.OrdinalIgnoreCase)) ?? path,
        };
    }

    /// <summary>A vital is named with its range; for the rest the catalogue speaks, and the rule itself where that has nothing.</summary>
    public static string MessageOf(ValidationFailure failure, string field)
    {
        if (failure.ErrorCode == "vital-out-of-range" && VitalRanges.All.FirstOrDefault(v => field.Equals($"vitals.{v.Field}", StringComparison.OrdinalIgnoreCase)) is { Field: not null } range)
            return Texts.Of("vital.impossible", Texts.Of($"vital.{range.Field}"), range.Low, range.High, Texts.Of($"unit.{range.Field}"));
        return Texts.Current.Find($"validation.{failure.ErrorCode}") is { } own && !own.Contains('{', StringComparison.Ordinal) ? own : failure.ErrorMessage;
    }

    private static bool IsImpossible(string code) => code is "vital-out-of-range" or "diastolic-above-systolic" or "age-impossible" or "birth-date-impossible"
        or "pin-wrong" or "mobile-wrong" or "abha-wrong" or "duration-wrong" or "gestation-impossible";

    private static IEnumerable<string> VitalNames() => VitalRanges.All.Select(v => $"vitals.{v.Field}");

    private static string Cut(string typed) => typed.Length <= LongestField ? typed : typed[..LongestField];
}
