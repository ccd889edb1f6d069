using FluentValidation.Results;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Contracts.Quality;
using Shared.Contracts.Triage;
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
        ("malaria-rdt", ["negative", "positive", "invalid"]),
        ("dengue-rdt", ["negative", "positive", "invalid"]),
        ("pregnancy-test", ["negative", "positive", "invalid"]),
        ("syphilis-rdt", ["negative", "positive", "invalid"]),
        ("hiv-screening", ["negative", "positive", "invalid"]),
        ("urine-albumin", ["nil", "trace", "1+", "2+", "3+"]),
        ("urine-sugar", ["nil", "trace", "1+", "2+", "3+"]),
    ];

    public static readonly string[] ConsentLanguages = [Texts.Hindi, Texts.English];
    public static readonly string[] ConsentMethods = ["verbal", "signature", "thumb", "witness"];
    public static readonly string[] Relations = ["mother", "father", "grandparent", "husband", "relative", "guardian"];

    private static readonly Dictionary<string, string[]> NamesOf = new()
    {
        ["patient"] = ["patientId", .. PatientForm.Names, "accompaniedBy.name", "accompaniedBy.relation", "accompaniedBy.phone"],
        ["complaint"] = ["followsUp", .. Enumerable.Range(0, Complaints).SelectMany(i => (string[])[$"complaints[{i}].text", $"complaints[{i}].duration", $"complaints[{i}].durationUnit"]),
            "pregnancy.pregnant", "pregnancy.gestationWeeks", "pregnancy.lastPeriod", "pregnancy.deliveredOn", "pregnancy.gravida", "pregnancy.para"],
        ["vitals"] = [.. VitalsForm.Names, .. Tests.Select(t => $"tests.{t.Test}")],
        ["history"] = [.. ComplaintGuide.Questions.Keys.Select(ask => $"findings.{ask}"), "history", "examination", "treatmentGiven", "allergies", "noKnownAllergies", "currentMedicines"],
        ["question"] = ["specialty", "urgency", "urgency.override", "ambulanceCalledAt", "question", "impression"],
        ["consent"] = ["consent.language", "consent.given", "consent.method", "incompleteBecause"],
    };

    private static readonly Dictionary<string, string> StepOfName = NamesOf.SelectMany(s => s.Value.Select(name => (name, s.Key)))
        .ToDictionary(f => f.name, f => f.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>One thing that is wrong, the field it is about and the step that has the field.</summary>
    /// <param name="IsImpossible">It cannot be so, or cannot be read: better put right while the patient sits there. The rest is only missing.</param>
    public sealed record Fault(string Step, string Field, string Message, bool IsImpossible);

    public static bool IsStep(string? step) => Steps.Contains(step);

    /// <summary>The step of the form where a need is met.</summary>
    public static string StepOfNeed(Need need) => need.Code switch
    {
        "duration" or "complaint-detail" or "pregnancy" or "gestation" => "complaint",
        "history" or "examination" or "allergies" or "currentMedicines" or Need.Picture => "history",
        "specialty-fits" => "question",
        var code when code.StartsWith(Need.AskPrefix, StringComparison.Ordinal) => "history",
        _ => "vitals",
    };

    /// <summary>Something is missing, it is no emergency, and the reason given beside the vitals does not cover it.</summary>
    public static bool AsksWhyIncomplete(RequestContent request, RequestQuality quality) => request.Urgency is not Urgency.Stat
        && quality.Missing.Any(need => StepOfNeed(need) != "vitals" || request.Vitals?.NotTakenBecause is null);

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
    public static IReadOnlyList<Fault> Check(ConsultRequest request, RequestConsult.Validator validator, DateOnly today, bool hasPicture)
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
        if (Overridden(command, today) is { } proposed && command.UrgencyOverride is null)
            faults.Add(new Fault("question", "urgency.override", Texts.Of("question.override-missing", Say.Urgent(proposed).Text), IsImpossible: false));
        if (command.IncompleteBecause is null && AsksWhyIncomplete(command, RequestQuality.Of(command, command.Patient!, today, hasPicture)))
            faults.Add(new Fault("consent", "incompleteBecause", Texts.Of("gate.why-missing"), IsImpossible: false));
        return [.. faults.DistinctBy(f => (f.Field, f.Message)).OrderBy(f => Array.IndexOf(Steps, f.Step)).ThenBy(f => Array.IndexOf(NamesOf[f.Step], f.Field))];
    }

    public static FormErrors ErrorsOf(IEnumerable<Fault> faults)
    {
        var errors = new FormErrors();
        foreach (var fault in faults) errors.Add(fault.Field, fault.Message);
        return errors;
    }

    /// <summary>What the red flags say of what is typed so far. What cannot be so is put right first; it is no red flag.</summary>
    public static Assessment Assess(RequestConsult.Command command, DateOnly today)
    {
        var vitals = command.Vitals is { } typed && new VitalsRules().Validate(typed).IsValid ? typed : null;
        return RedFlags.Assess(vitals, command.Patient?.DaysOn(today), command.Pregnancy);
    }

    // The urgency that is overridden, if less haste is asked for than the red flags propose.
    private static Urgency? Overridden(RequestConsult.Command command, DateOnly today) =>
        Assess(command, today).Proposed is { } proposed && proposed > command.Urgency ? proposed : null;

    /// <summary>A returned request as fields again, to be corrected.</summary>
    public static Dictionary<string, string> Of(ConsultRequest request)
    {
        var fields = request.Patient is { } patient ? PatientForm.Write(patient) : [];
        fields["patientId"] = request.PatientId?.ToString() ?? "";
        fields["followsUp"] = request.FollowsUp?.ToString() ?? "";
        fields[Visited] = string.Join(' ', Steps);
        if (request.Content is not { } content) return fields;

        for (var i = 0; i < Math.Min(Complaints, content.Complaints.Count); i++)
        {
            fields[$"complaints[{i}].text"] = content.Complaints[i].Text;
            fields[$"complaints[{i}].duration"] = Format.Input(content.Complaints[i].Duration?.Value);
            fields[$"complaints[{i}].durationUnit"] = content.Complaints[i].Duration?.Unit ?? "";
        }
        if (content.Vitals is { } vitals) VitalsForm.Write(vitals, fields);
        foreach (var test in content.PointOfCareTests) fields[$"tests.{test.Test}"] = test.Value;
        fields["history"] = content.History ?? "";
        fields["examination"] = content.Examination ?? "";
        fields["treatmentGiven"] = content.TreatmentGiven ?? "";
        fields["impression"] = content.Impression ?? "";
        fields["allergies"] = string.Join('\n', content.Allergies.Select(a => a.Reaction is { } reaction ? $"{a.Substance}: {reaction}" : a.Substance));
        if (content.NoKnownAllergies is true) fields["noKnownAllergies"] = "true";
        foreach (var finding in content.Findings ?? []) fields[$"findings.{finding.Code}"] = ConsultRequest.Code(finding.Answer);
        fields["currentMedicines"] = string.Join('\n', content.CurrentMedicines);
        if (content.Pregnancy is { } pregnancy)
        {
            fields["pregnancy.pregnant"] = pregnancy.DeliveredOn is null ? "yes" : "delivered";
            fields["pregnancy.gestationWeeks"] = Format.Input(pregnancy.GestationWeeks);
            fields["pregnancy.lastPeriod"] = Format.InputDate(pregnancy.LastPeriod);
            fields["pregnancy.deliveredOn"] = Format.InputDate(pregnancy.DeliveredOn);
            fields["pregnancy.gravida"] = Format.Input(pregnancy.Gravida);
            fields["pregnancy.para"] = Format.Input(pregnancy.Para);
        }
        else if (content.IsPregnant is false) fields["pregnancy.pregnant"] = "no";
        fields["specialty"] = content.Specialty;
        fields["urgency"] = content.Urgency is { } urgency ? ConsultRequest.Code(urgency) : "";
        fields["question"] = content.Question;
        if (content.Consent is { } consent)
            (fields["consent.language"], fields["consent.method"], fields["consent.given"]) = (consent.Language, consent.Method, consent.Given ? "true" : "");
        if (content.AccompaniedBy is { } adult)
            (fields["accompaniedBy.name"], fields["accompaniedBy.relation"], fields["accompaniedBy.phone"]) = (adult.Name, adult.Relation, adult.Phone ?? "");
        return fields;
    }

    private static RequestConsult.Command CommandOf(ConsultRequest request, PostedForm form, string takenBy, DateOnly today)
    {
        var (patient, pregnancy) = (PatientForm.Read(form, today), PregnancyOf(form));
        var command = new RequestConsult.Command
        {
            PatientId = form.Id("patientId"),
            Patient = patient,
            Spoke = request.SpokeCode,
            Practice = request.IsPractice,
            Corrects = request.Corrects,
            FollowsUp = form.Id("followsUp"),
            Specialty = form.Text("specialty") ?? "",
            Urgency = form.Choice<Urgency>("urgency"),
            Question = form.Text("question") ?? "",
            Complaints = [.. ComplaintRows(form).Select(row => ComplaintOf(form, row))],
            Vitals = VitalsForm.Read(form, PatientGroups.Of(patient.DaysOn(today), pregnancy)),
            History = form.Text("history"),
            Examination = form.Text("examination"),
            TreatmentGiven = form.Text("treatmentGiven"),
            Impression = form.Text("impression"),
            Allergies = [.. Lines(form, "allergies").Select(AllergyOf)],
            NoKnownAllergies = form.Ticked("noKnownAllergies") && form.Text("allergies") is null ? true : null,
            Findings = FindingsOf(form),
            CurrentMedicines = Lines(form, "currentMedicines"),
            Pregnancy = pregnancy,
            IsPregnant = pregnancy is null && form.Raw("pregnancy.pregnant") is "no" ? false : null,
            IncompleteBecause = form.Text("incompleteBecause"),
            AmbulanceCalledAt = form.Moment("ambulanceCalledAt"),
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
        // A reason stays typed when the red flags are gone; it is then no override.
        return Overridden(command, today) is { } proposed && form.Text("urgency.override") is { } because
            ? command with { UrgencyOverride = new(proposed, because) }
            : command;
    }

    private static Pregnancy? PregnancyOf(PostedForm form) => form.Raw("pregnancy.pregnant") is var answer and ("yes" or "delivered")
        ? new Pregnancy
        {
            GestationWeeks = answer is "yes" ? form.Number("pregnancy.gestationWeeks") : null,
            LastPeriod = form.Date("pregnancy.lastPeriod"),
            DeliveredOn = answer is "delivered" ? form.Date("pregnancy.deliveredOn") : null,
            Gravida = form.Whole("pregnancy.gravida"),
            Para = form.Whole("pregnancy.para"),
        }
        : null;

    private static Finding[]? FindingsOf(PostedForm form)
    {
        Finding[] answered = [.. ComplaintGuide.Questions.Keys.Where(ask => form.Text($"findings.{ask}") is not null)
            .Select(ask => new Finding(ask, form.Choice<FindingAnswer>($"findings.{ask}") ?? FindingAnswer.Unknown))];
        return answered.Length == 0 ? null : answered;
    }

    /// <summary>"penicillin: rash" is a substance and its reaction.</summary>
    private static Allergy AllergyOf(string line) => line.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } substance, { Length: > 0 } reaction]
        ? new Allergy(substance, reaction)
        : new Allergy(line.TrimEnd(':', ' '), null);

    private static int[] ComplaintRows(PostedForm form) =>
        [.. Enumerable.Range(0, Complaints).Where(i => form.Text($"complaints[{i}].text") is not null || form.Text($"complaints[{i}].duration") is not null)];

    private static Complaint ComplaintOf(PostedForm form, int row)
    {
        var text = form.Text($"complaints[{row}].text") ?? "";
        return new Complaint
        {
            Text = text,
            Code = ComplaintGuide.Recognise(text)?.Code,
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
            "Vitals.Pain" or "Vitals.DangerSigns" => VitalsForm.NoDangerSign,
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

    private static string Cut(string typed) => typed.Length <= LongestField ? typed : typed[..LongestField];
}
