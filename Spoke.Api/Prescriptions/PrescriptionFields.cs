using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Shared.Contracts.Advice;
using Shared.Contracts.Diagnoses;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Hosting.Ui;

namespace Spoke.Api.Prescriptions;

/// <summary>
/// The form of a doctor's own prescription as typed, and what it says when it is signed. Rows of medicines keep the number they were drawn
/// with, so that an error, a removed line and a half-filled one never change places.
/// </summary>
public sealed partial class PrescriptionFields
{
    public const int MostDiagnoses = 4;
    public const int MostMedicines = 30;

    private static readonly string[] MedicineParts = ["name", "form", "strength", "dose", "frequency", "durationDays", "quantity", "instructions"];

    private readonly List<int> _medicines;

    public PrescriptionFields(PostedForm form)
    {
        Form = form;
        _medicines = [.. form.Rows("medicines").Take(MostMedicines)];
        if (_medicines.Count == 0) _medicines.Add(0);
    }

    public PostedForm Form { get; }
    public IReadOnlyList<int> Medicines => _medicines;

    /// <summary>The rows that say something and one to write in.</summary>
    public IEnumerable<int> Diagnoses => Enumerable.Range(0, Math.Min(MostDiagnoses, FilledDiagnoses.DefaultIfEmpty(-1).Max() + 2));

    /// <summary>The row just added, which gets the cursor.</summary>
    public string? Fresh { get; private set; }

    /// <summary>The form filled with what the hub advised, or with the prescription that is to be replaced.</summary>
    public static PrescriptionFields Of(AdviceNote note, bool own)
    {
        var fields = new Dictionary<string, StringValues>
        {
            ["supersedes"] = own ? Number(note.Version) : null,
            ["advice"] = note.Advice,
            ["tests"] = string.Join('\n', note.Tests),
            ["safetyNet"] = string.Join('\n', note.SafetyNet),
            ["followUp.on"] = note.FollowUp?.On?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["followUp.text"] = note.FollowUp?.Text,
            ["referral.place"] = note.Referral?.Place,
            ["referral.transport"] = note.Referral?.Transport,
            ["referral.reason"] = note.Referral?.Reason,
        };
        foreach (var (row, d) in note.Diagnoses.Take(MostDiagnoses).Index())
            foreach (var (part, value) in new[] { ("text", d.Text), ("code", d.Code), ("certainty", d.Certainty) })
                fields[$"diagnoses[{row}].{part}"] = value;
        foreach (var (row, m) in note.Medicines.Index())
            foreach (var (part, value) in new[]
            {
                ("name", m.Name), ("form", m.Form), ("strength", m.Strength), ("dose", m.Dose), ("route", m.Route), ("frequency", m.Frequency), ("timing", m.Timing),
                ("durationDays", Number(m.DurationDays)), ("quantity", Number(m.Quantity)), ("instructions", m.Instructions),
            })
                fields[$"medicines[{row}].{part}"] = value;
        foreach (var (row, o) in (own ? note.Overrides ?? [] : []).Index())
            foreach (var (part, value) in new[] { ("check", o.Check), ("medicine", o.Medicine), ("against", o.Against), ("reason", o.Reason) })
                fields[$"overrides[{row}].{part}"] = value;
        return new(new PostedForm(new FormCollection(fields.Where(f => f.Value.Count > 0).ToDictionary())));

        static string? Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Does what a button of the form asks for: one medicine more, or one less. False for every other button.</summary>
    public bool Change(string? act)
    {
        if (act is "add" && _medicines.Count < MostMedicines)
        {
            _medicines.Add(_medicines.Max() + 1);
            Fresh = $"medicines[{_medicines[^1]}].name";
        }
        else if (act?.Split(':') is ["remove", var row] && int.TryParse(row, out var number) && _medicines.Remove(number) && _medicines.Count == 0)
        {
            _medicines.Add(number + 1);   // an empty one stays to be written in; its number is new, so nothing typed comes back
        }
        return act is "add" || act?.StartsWith("remove:", StringComparison.Ordinal) is true;
    }

    /// <summary>What is to be signed. Rows without a word are left out; what cannot be read is in the form's errors.</summary>
    public Prescribe.Command Command() => new()
    {
        Supersedes = Form.Whole("supersedes"),
        PatientSeen = Form.Ticked("patientSeen"),
        Diagnoses = [.. FilledDiagnoses.Select((row, at) => Diagnosis(row) with { Rank = at == 0 ? "primary" : "secondary" })],
        Advice = Form.Text("advice") ?? "",
        Medicines = [.. FilledMedicines.Select(Medicine)],
        Overrides =
        [
            .. Form.Rows("overrides").Where(row => Form.Text($"overrides[{row}].reason") is not null).Select(row => new SafetyOverride
            {
                Check = Form.Raw($"overrides[{row}].check"),
                Medicine = Form.Raw($"overrides[{row}].medicine"),
                Against = Form.Raw($"overrides[{row}].against"),
                Reason = Form.Raw($"overrides[{row}].reason"),
            }).DistinctBy(o => (o.Check, o.Medicine, o.Against)),
        ],
        Tests = Lines("tests"),
        Referral = Form.Text("referral.place") is null && Form.Text("referral.reason") is null ? null : new()
        {
            Place = Form.Text("referral.place") ?? "",
            Transport = Form.Text("referral.transport"),
            Reason = Form.Text("referral.reason"),
        },
        FollowUp = Form.Date("followUp.on") is var on && on is null && Form.Text("followUp.text") is null ? null : new() { On = on, Text = Form.Text("followUp.text") },
        SafetyNet = Lines("safetyNet"),
    };

    public bool IsFilled(int row) => MedicineParts.Any(part => Form.Text($"medicines[{row}].{part}") is not null);

    /// <summary>The reason given for a warning; null for none.</summary>
    public string? ReasonFor(SafetyFinding finding) => Command().Overrides.FirstOrDefault(finding.IsAnsweredBy)?.Reason;

    /// <summary>The row of each line to be signed.</summary>
    public int RowOf(int line) => FilledMedicines.ElementAt(line);

    /// <summary>Everything that keeps it from being signed, once per field.</summary>
    public FormErrors Wrong(Prescribe.Command command, IReadOnlyList<PrescribingRefusal> refusals, IEnumerable<SafetyFinding> findings)
    {
        var errors = new FormErrors().Add(Form.Errors);
        foreach (var refusal in refusals) Once(refusal.Line < 0 ? "diagnoses[0].text" : $"medicines[{RowOf(refusal.Line)}].name", Texts.Of($"error.{refusal.Code}", refusal.Medicine));
        foreach (var (field, message) in FormErrors.From(new Prescribe.Validator().Validate(command)).All) Once(FieldOf(field), message);
        foreach (var open in findings.Where(f => f.NeedsReason && !command.Overrides.Any(f.IsAnsweredBy)))
            Once($"medicines[{RowOf(open.Line)}].name", Texts.Of("error.safety-reason-missing", open.Medicine));
        return errors;

        void Once(string field, string message)
        {
            if (!errors.Has(field)) errors.Add(field, message);
        }
    }

    private string FieldOf(string path)
    {
        if (Row().Match(path) is not { Success: true } match)
            return path switch { "Diagnoses" => "diagnoses[0].text", "Medicines" => $"medicines[{_medicines[0]}].name", _ => char.ToLowerInvariant(path[0]) + path[1..].Split('[')[0] };
        var line = int.Parse(match.Groups[2].ValueSpan, null);
        return match.Groups[1].Value == "Medicines" ? $"medicines[{RowOf(line)}]{path[match.Length..]}" : $"diagnoses[{FilledDiagnoses.ElementAt(line)}]{path[match.Length..]}";
    }

    private IEnumerable<int> FilledDiagnoses =>
        Enumerable.Range(0, MostDiagnoses).Where(row => Form.Text($"diagnoses[{row}].text") is not null || Form.Text($"diagnoses[{row}].code") is not null);

    private IEnumerable<int> FilledMedicines => _medicines.Where(IsFilled);

    private Diagnosis Diagnosis(int row)
    {
        var code = Form.Text($"diagnoses[{row}].code")?.ToUpperInvariant();
        return new()
        {
            Text = Form.Text($"diagnoses[{row}].text") ?? DiagnosisIndex.Default.Find(code)?.Title.En ?? "",
            Code = code,
            Certainty = Form.Text($"diagnoses[{row}].certainty") ?? "provisional",
        };
    }

    private MedicineLine Medicine(int row)
    {
        var line = new MedicineLine
        {
            Name = Form.Text($"medicines[{row}].name") ?? "",
            Form = Form.Text($"medicines[{row}].form") ?? "",
            Strength = Form.Text($"medicines[{row}].strength") ?? "",
            Dose = Form.Text($"medicines[{row}].dose") ?? "",
            Route = Form.Text($"medicines[{row}].route") ?? "oral",
            Frequency = Form.Text($"medicines[{row}].frequency") ?? "",
            Timing = Form.Text($"medicines[{row}].timing") ?? "any-time",
            DurationDays = Form.Whole($"medicines[{row}].durationDays"),
            Quantity = Form.Number($"medicines[{row}].quantity"),
            Instructions = Form.Text($"medicines[{row}].instructions"),
        };
        return line with { Quantity = line.Quantity ?? MedicineDose.Quantity(line) };
    }

    private string[] Lines(string name) => [.. Form.Raw(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    [GeneratedRegex(@"^(Medicines|Diagnoses)\[(\d{1,4})\]")]
    private static partial Regex Row();
}
