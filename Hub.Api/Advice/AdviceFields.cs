using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Api.Domain;
using Microsoft.Extensions.Primitives;
using Shared.Contracts.Advice;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Hosting.Ui;

namespace Hub.Api.Advice;

/// <summary>
/// The advice form as typed, and what it says when it is signed. Rows keep the number they were drawn with, so that an
/// error, a removed line and a half-filled one never change places.
/// </summary>
public sealed partial class AdviceFields
{
    public const int MostDiagnoses = 4;
    public const int MostMedicines = 30;

    private static readonly string[] DiagnosisParts = ["text", "code"];
    private static readonly string[] MedicineParts = ["name", "form", "strength", "dose", "frequency", "durationDays", "quantity", "instructions"];

    private static readonly string[] Order = ["mode", "diagnoses", "advice", "medicines", "tests", "safetyNet", "followUp", "referral", "consent"];

    private readonly List<int> _diagnoses;
    private readonly List<int> _medicines;

    public AdviceFields(PostedForm form)
    {
        Form = form;
        _diagnoses = [.. form.Rows("diagnoses").Take(MostDiagnoses)];
        _medicines = [.. form.Rows("medicines").Take(MostMedicines)];
        if (_diagnoses.Count == 0) _diagnoses.Add(0);
        if (_medicines.Count == 0) _medicines.Add(0);
    }

    public PostedForm Form { get; }
    public IReadOnlyList<int> Diagnoses => _diagnoses;
    public IReadOnlyList<int> Medicines => _medicines;

    /// <summary>The form filled with advice that was signed, to be corrected. That consent was confirmed is said anew.</summary>
    public static AdviceFields Of(AdviceNote note)
    {
        var fields = new Dictionary<string, StringValues>
        {
            ["supersedes"] = Number(note.Version),
            ["mode"] = Consult.CodeOf(note.Mode),
            ["spokenWithPatient"] = Ticked(note.SpokenWithPatient),
            ["video.spoken"] = Ticked(note.Video is not null),
            ["video.at"] = note.Video is { } video ? Format.Machine(video.At)[..16] : null,
            ["video.minutes"] = Number(note.Video?.Minutes),
            ["video.means"] = note.Video?.Means,
            ["inPerson.sameCondition"] = Ticked(note.FollowUpConsult),
            ["inPerson.on"] = Day(note.InPerson?.On),
            ["inPerson.facility"] = note.InPerson?.Facility,
            ["inPerson.slipNumber"] = note.InPerson?.SlipNumber,
            ["advice"] = note.Advice,
            ["tests"] = string.Join('\n', note.Tests),
            ["safetyNet"] = string.Join('\n', note.SafetyNet),
            ["followUp.on"] = Day(note.FollowUp?.On),
            ["followUp.text"] = note.FollowUp?.Text,
            ["referral.place"] = note.Referral?.Place,
            ["referral.priority"] = note.Referral?.Priority,
            ["referral.transport"] = note.Referral?.Transport,
            ["referral.reason"] = note.Referral?.Reason,
        };
        foreach (var (row, d) in note.Diagnoses.Index()) Write(fields, row, d);
        foreach (var (row, m) in note.Medicines.Index()) Write(fields, row, m);
        foreach (var (row, o) in (note.Overrides ?? []).Index())
            foreach (var (part, value) in new[] { ("check", o.Check), ("medicine", o.Medicine), ("against", o.Against), ("reason", o.Reason) })
                fields[$"overrides[{row}].{part}"] = value;
        return new(new PostedForm(new FormCollection(fields.Where(f => f.Value.Count > 0).ToDictionary())));
    }

    /// <summary>
    /// The fields with more filled in. What was typed stays as it is: rows and lines are added, none is doubled, and a field that says
    /// something is not written over.
    /// </summary>
    /// <param name="today">Makes a date of the days until the patient is seen again; null where they stay days, as in a template.</param>
    public static IFormCollection With(IFormCollection typed, AdviceContent more, DateOnly? today)
    {
        var fields = typed.ToDictionary(f => f.Key, f => f.Value);
        var now = new AdviceFields(new PostedForm(typed));

        var diagnoses = now.Filled("diagnoses", now._diagnoses, DiagnosisParts).ToDictionary(row => SameAs.Diagnosis(now.Diagnosis(row)));
        foreach (var diagnosis in more.Diagnoses.Where(d => !diagnoses.ContainsKey(SameAs.Diagnosis(d))).DistinctBy(SameAs.Diagnosis).Take(MostDiagnoses - diagnoses.Count).ToList())
        {
            var row = Free(now._diagnoses, diagnoses.Values);
            Write(fields, row, diagnoses.Count == 0 ? diagnosis : diagnosis with { Rank = "secondary" });
            diagnoses.Add(SameAs.Diagnosis(diagnosis), row);
        }

        var medicines = now.Filled("medicines", now._medicines, MedicineParts).ToLookup(row => MedicineName.Key(now.MedicineTyped(row).Name)).ToDictionary(same => same.Key, same => same.First());
        foreach (var medicine in more.Medicines.DistinctBy(m => MedicineName.Key(m.Name)).Where(m => !medicines.ContainsKey(MedicineName.Key(m.Name))).Take(MostMedicines - medicines.Count).ToList())
        {
            var row = Free(now._medicines, medicines.Values);
            Write(fields, row, medicine.Quantity == MedicineDose.Quantity(medicine) ? medicine with { Quantity = null } : medicine);
            medicines.Add(MedicineName.Key(medicine.Name), row);
        }

        Add("advice", [more.Advice.Trim()]);
        Add("tests", more.Tests);
        Add("safetyNet", more.SafetyNet);
        if (today is { } day) Fill("followUp.on", Day(more.FollowUpDays is { } days ? day.AddDays(days) : null));
        else Fill("followUpDays", Number(more.FollowUpDays));
        Fill("followUp.text", more.FollowUpText);
        return new FormCollection(fields.Where(f => f.Value.Count > 0).ToDictionary());

        void Add(string name, IReadOnlyList<string> lines)
        {
            var there = now.Form.Raw(name).TrimEnd();
            string[] added = [.. lines.Where(line => line.Length > 0 && !there.Contains(line, StringComparison.OrdinalIgnoreCase))];
            if (added.Length > 0) fields[name] = string.Join('\n', there.Length > 0 ? [there, .. added] : added);
        }

        void Fill(string name, string? value)
        {
            if (value is not null && now.Form.Text(name) is null) fields[name] = value;
        }

        static int Free(List<int> rows, IEnumerable<int> taken)
        {
            foreach (var row in rows.Except(taken)) return row;
            rows.Add(rows.Max() + 1);
            return rows[^1];
        }
    }

    /// <summary>What the form says that is not about one patient: what a template keeps.</summary>
    /// <param name="today">Makes days of the date when the patient is seen again; null in the form of a template, which asks for days.</param>
    public AdviceContent Content(DateOnly? today) => new()
    {
        Diagnoses = Ranked([.. Filled("diagnoses", _diagnoses, DiagnosisParts).Select(Diagnosis)]),
        Advice = Form.Text("advice") ?? "",
        Medicines = [.. Filled("medicines", _medicines, MedicineParts).Select(MedicineTyped).Select(AdviceContent.ForAnybody)],
        Tests = Lines("tests"),
        SafetyNet = Lines("safetyNet"),
        FollowUpDays = today is not { } day ? Form.Whole("followUpDays") : Form.Date("followUp.on") is { } on && on >= day ? on.DayNumber - day.DayNumber : null,
        FollowUpText = Form.Text("followUp.text"),
    };

    private static void Write(Dictionary<string, StringValues> fields, int row, Diagnosis d)
    {
        foreach (var (part, value) in new[] { ("text", d.Text), ("code", d.Code), ("rank", d.Rank), ("certainty", d.Certainty) })
            fields[$"diagnoses[{row}].{part}"] = value;
    }

    private static void Write(Dictionary<string, StringValues> fields, int row, MedicineLine m)
    {
        foreach (var (part, value) in new[]
        {
            ("name", m.Name), ("form", m.Form), ("strength", m.Strength), ("dose", m.Dose), ("route", m.Route), ("frequency", m.Frequency), ("timing", m.Timing),
            ("durationDays", Number(m.DurationDays)), ("quantity", Number(m.Quantity)), ("instructions", m.Instructions), ("immediate", Ticked(m.Immediate is true)),
            ("continues", Ticked(m.Continues is not null)), ("addOnTo", m.AddOnTo), ("offListReason", m.OffListReason),
        })
            fields[$"medicines[{row}].{part}"] = value;
    }

    private static string? Ticked(bool said) => said ? "true" : null;

    private static string? Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The row just added, which gets the cursor.</summary>
    public string? Fresh { get; private set; }

    /// <summary>Whether anything of the referral is filled in.</summary>
    public bool HasReferral => Referral is not null;

    private ReferralAdvice? Referral => Form.Text("referral.place") is null && Form.Text("referral.reason") is null ? null : new()
    {
        Place = Form.Text("referral.place") ?? "",
        Priority = Form.Text("referral.priority"),
        Transport = Form.Text("referral.transport"),
        Reason = Form.Text("referral.reason"),
    };

    // The doctor has seen the patient: one statement, with where and when it stands on paper.
    private InPersonConsult? InPerson(string? practitionerCode) => !Form.Ticked("inPerson.sameCondition") ? null : new()
    {
        On = Form.Date("inPerson.on") ?? default,
        Facility = Form.Text("inPerson.facility") ?? "",
        SlipNumber = Form.Text("inPerson.slipNumber") ?? "",
        PractitionerCode = practitionerCode ?? "",
        SameCondition = true,
    };

    // One statement says all of it: spoken by video just now, the health officer beside the patient, both agreed.
    private VideoContact? Video => !Form.Ticked("video.spoken") ? null : new()
    {
        At = Form.Moment("video.at") ?? default,
        Minutes = Form.Whole("video.minutes") ?? 0,
        Means = Form.Text("video.means") ?? "",
        PatientConsented = true,
        DoctorConsented = true,
        ChoPresent = true,
    };

    /// <summary>Does what a button of the form asks for: one row more, or one less. False for every other button.</summary>
    public bool Change(string? act)
    {
        switch (act?.Split(':'))
        {
            case ["add-diagnosis"] when _diagnoses.Count < MostDiagnoses:
                _diagnoses.Add(_diagnoses.Max() + 1);
                Fresh = $"diagnoses[{_diagnoses[^1]}].text";
                return true;
            case ["add-medicine"] when _medicines.Count < MostMedicines:
                _medicines.Add(_medicines.Max() + 1);
                Fresh = $"medicines[{_medicines[^1]}].name";
                return true;
            case ["remove-diagnosis", var row] when int.TryParse(row, out var number):
                Remove(_diagnoses, number);
                return true;
            case ["remove-medicine", var row] when int.TryParse(row, out var number):
                Remove(_medicines, number);
                return true;
            default:
                return act is "add-diagnosis" or "add-medicine";
        }
    }

    /// <summary>The fields as they are to be kept: without the rows that were taken out.</summary>
    public IFormCollection Kept(IFormCollection posted) => new FormCollection(posted
        .Where(f => Row().Match(f.Key) is not { Success: true } row
            || (row.Groups[1].Value.Equals("medicines", StringComparison.OrdinalIgnoreCase) ? _medicines : _diagnoses).Contains(int.Parse(row.Groups[2].ValueSpan, null)))
        .ToDictionary(f => f.Key, f => f.Value));

    /// <summary>What is to be signed. Rows without a word are left out; what cannot be read is in the form's errors.</summary>
    /// <param name="token">The hold; empty in a correction.</param>
    /// <param name="practitionerCode">The reader's, who alone can have seen the patient in person.</param>
    public GiveAdvice.Command Command(string token, string? practitionerCode) => new()
    {
        Token = token,
        Supersedes = Form.Whole("supersedes"),
        FollowUpConsult = Form.Ticked("inPerson.sameCondition"),
        InPerson = InPerson(practitionerCode),
        Mode = Video is not null ? ConsultMode.Video : Form.Choice<ConsultMode>("mode") ?? ConsultMode.Text,
        Video = Video,
        SpokenWithPatient = Form.Ticked("spokenWithPatient"),
        Diagnoses = Ranked([.. Filled("diagnoses", _diagnoses, DiagnosisParts).Select(Diagnosis)]),
        Advice = Form.Text("advice") ?? "",
        Medicines = [.. Filled("medicines", _medicines, MedicineParts).Select(Medicine)],
        Overrides = Overrides,
        Tests = Lines("tests"),
        Referral = Referral,
        FollowUp = Form.Date("followUp.on") is var on && on is null && Form.Text("followUp.text") is null ? null : new() { On = on, Text = Form.Text("followUp.text") },
        SafetyNet = Lines("safetyNet"),
        ConsentConfirmed = Form.Ticked("consentConfirmed"),
    };

    /// <summary>The reason given for a warning; null for none.</summary>
    public string? ReasonFor(SafetyFinding finding) => Overrides.FirstOrDefault(finding.IsAnsweredBy)?.Reason;

    /// <summary>The place of each filled row among the lines to be signed.</summary>
    public IReadOnlyDictionary<int, int> LineOfRow() => Filled("medicines", _medicines, MedicineParts).Index().ToDictionary(row => row.Item, row => row.Index);

    /// <summary>The refused lines, by their row.</summary>
    public IReadOnlyDictionary<int, PrescribingRefusal> Refused(IReadOnlyList<PrescribingRefusal> refusals) =>
        refusals.Where(r => r.Line >= 0).ToDictionary(RowOf);

    /// <summary>
    /// Everything that keeps the advice from being signed, once per field and in the order of the form. A refused medicine says only
    /// that: what else its line lacks does not matter until it may be there.
    /// </summary>
    public FormErrors Wrong(GiveAdvice.Command command, IReadOnlyList<PrescribingRefusal> refusals)
    {
        var found = new FormErrors();
        foreach (var refusal in refusals)
            found.Add(FieldOf(refusal), Texts.Of($"error.{refusal.Code}", refusal.Medicine));
        found.Add(Form.Errors);
        // The validator counts the filled rows; the form shows them under their own numbers.
        foreach (var (field, message) in FormErrors.From(new GiveAdvice.Validator().Validate(command)).All) found.Add(FieldOf(field), message);

        var refused = Refused(refusals).Keys.ToHashSet();
        var ordered = new FormErrors();
        foreach (var (field, message) in found.All
            .Where(e => Row().Match(e.Field) is not { Success: true } row || row.Groups[1].Value != "medicines"
                || !refused.Contains(int.Parse(row.Groups[2].ValueSpan, null)) || e.Field.EndsWith(".name", StringComparison.OrdinalIgnoreCase))
            .DistinctBy(e => e.Field.ToLowerInvariant())
            .OrderBy(e => Array.FindIndex(Order, part => e.Field.StartsWith(part, StringComparison.OrdinalIgnoreCase)))
            .ThenBy(e => Row().Match(e.Field) is { Success: true } row ? int.Parse(row.Groups[2].ValueSpan, null) : 0))
            ordered.Add(field, message);
        return ordered;
    }

    private string FieldOf(PrescribingRefusal refusal) => refusal switch
    {
        { Line: >= 0 } => $"medicines[{RowOf(refusal)}].name",
        { Code: "emergency-needs-referral" } => "referral.place",
        { Code: "diagnosis-missing" } => $"diagnoses[{_diagnoses[0]}].text",
        _ => $"medicines[{_medicines[0]}].name",
    };

    private int RowOf(PrescribingRefusal refusal) => Filled("medicines", _medicines, MedicineParts).ElementAt(refusal.Line);

    // One is the main one, also when the first row was left empty.
    private static Diagnosis[] Ranked(Diagnosis[] diagnoses)
    {
        if (diagnoses is [var first, ..] && !diagnoses.Any(d => d.Rank == "primary")) diagnoses[0] = first with { Rank = "primary" };
        return diagnoses;
    }

    private Diagnosis Diagnosis(int row)
    {
        var typed = Form.Text($"diagnoses[{row}].text") ?? "";
        // What the list offered is taken apart again; the list itself may have changed since.
        var chosen = Offered().Match(typed);
        return new()
        {
            Text = chosen.Success ? chosen.Groups[2].Value : typed,
            Code = chosen.Success ? chosen.Groups[1].Value : Form.Text($"diagnoses[{row}].code")?.ToUpperInvariant(),
            Rank = Form.Text($"diagnoses[{row}].rank") ?? "primary",
            Certainty = Form.Text($"diagnoses[{row}].certainty") ?? "provisional",
        };
    }

    // Each warning is drawn with what it is about, so that a reason answers it wherever its line has moved.
    private SafetyOverride[] Overrides =>
    [
        .. Form.Rows("overrides").Where(row => Form.Text($"overrides[{row}].reason") is not null).Select(row => new SafetyOverride
        {
            Check = Form.Raw($"overrides[{row}].check"),
            Medicine = Form.Raw($"overrides[{row}].medicine"),
            Against = Form.Raw($"overrides[{row}].against"),
            Reason = Form.Raw($"overrides[{row}].reason"),
        }).DistinctBy(o => (o.Check, o.Medicine, o.Against)),
    ];

    private MedicineLine Medicine(int row)
    {
        var line = MedicineTyped(row);
        return line with { Quantity = line.Quantity ?? MedicineDose.Quantity(line) };
    }

    private MedicineLine MedicineTyped(int row) => new()
    {
        Name = Form.Text($"medicines[{row}].name") ?? "",
        Form = Form.Text($"medicines[{row}].form") ?? "",
        Strength = Form.Text($"medicines[{row}].strength") ?? "",
        Dose = Form.Text($"medicines[{row}].dose") ?? "",
        Route = Form.Text($"medicines[{row}].route") ?? "oral",
        Frequency = Form.Ticked($"medicines[{row}].immediate") ? "STAT" : Form.Text($"medicines[{row}].frequency") ?? "",
        Immediate = Form.Ticked($"medicines[{row}].immediate") ? true : null,
        OffListReason = Form.Text($"medicines[{row}].offListReason"),
        Continues = Form.Ticked($"medicines[{row}].continues") ? Form.Text($"medicines[{row}].name") : null,
        AddOnTo = Form.Text($"medicines[{row}].addOnTo"),
        Timing = Form.Text($"medicines[{row}].timing") ?? "any-time",
        DurationDays = Form.Whole($"medicines[{row}].durationDays"),
        Quantity = Form.Number($"medicines[{row}].quantity"),
        Instructions = Form.Text($"medicines[{row}].instructions"),
    };

    private IEnumerable<int> Filled(string list, IEnumerable<int> rows, string[] parts) =>
        rows.Where(row => parts.Any(part => Form.Text($"{list}[{row}].{part}") is not null));

    private string[] Lines(string name) => [.. Form.Raw(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The form's name of what a template's validator found wrong.</summary>
    public string FieldAt(string path) => FieldOf(path.StartsWith("content.", StringComparison.OrdinalIgnoreCase) ? path["content.".Length..] : path);

    private string FieldOf(string path)
    {
        if (Row().Match(path) is not { Success: true } match) return path.Split('[')[0];   // a line of a text field is the field
        var medicine = match.Groups[1].Value.Equals("medicines", StringComparison.OrdinalIgnoreCase);
        var rows = (medicine ? Filled("medicines", _medicines, MedicineParts) : Filled("diagnoses", _diagnoses, DiagnosisParts)).ToArray();
        return $"{(medicine ? "medicines" : "diagnoses")}[{rows[int.Parse(match.Groups[2].ValueSpan, null)]}]{path[match.Length..]}";
    }

    private static void Remove(List<int> rows, int row)
    {
        var next = rows.Max() + 1;
        rows.Remove(row);
        if (rows.Count == 0) rows.Add(next);   // an empty one stays to be written in; its number is new, so nothing typed comes back
    }

    [GeneratedRegex(@"^([A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,3})?) · (.+)$")]
    private static partial Regex Offered();

    [GeneratedRegex(@"^(medicines|diagnoses)\[(\d{1,4})\]", RegexOptions.IgnoreCase)]
    private static partial Regex Row();
}
