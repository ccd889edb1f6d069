using System.Security.Cryptography;
using System.Text;
using Shared.Contracts.Advice;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;

namespace Hub.Api.Domain;

/// <summary>What of advice is not about one patient, and can be given again: it fills a draft, which the doctor reads, changes and signs.</summary>
public sealed record AdviceContent
{
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];
    public string Advice { get; init; } = "";
    public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];
    public IReadOnlyList<string> Tests { get; init; } = [];
    public IReadOnlyList<string> SafetyNet { get; init; } = [];

    /// <summary>The patient is seen again after so many days.</summary>
    public int? FollowUpDays { get; init; }

    public string? FollowUpText { get; init; }

    /// <summary>Of advice that was signed, without what only its own patient or its own day made lawful.</summary>
    public static AdviceContent Of(AdviceNote note) => new()
    {
        Diagnoses = note.Diagnoses,
        Advice = note.Advice,
        Medicines = [.. note.Medicines.Select(ForAnybody)],
        Tests = note.Tests,
        SafetyNet = note.SafetyNet,
        FollowUpDays = note.FollowUp?.On is { } on ? on.DayNumber - PrescribingCase.Of(note).Day.DayNumber : null,
        FollowUpText = note.FollowUp?.Text,
    };

    public static MedicineLine ForAnybody(MedicineLine line) => line with { Continues = null, AddOnTo = null, OffListReason = null };
}

/// <summary>Advice that is given often, kept under a name: by one doctor, or at a hub for all its doctors.</summary>
public sealed class AdviceTemplate
{
    private AdviceTemplate() { }   // EF Core

    public long Id { get; private init; }
    public Guid TemplateId { get; private init; }

    /// <summary>The hub whose doctors share it; null for one doctor's own.</summary>
    public string? HubCode { get; private set; }

    /// <summary>Whose own it is; null for a hub's.</summary>
    public Guid? OwnerId { get; private set; }

    public string NameEn { get; private set; } = "";
    public string NameHi { get; private set; } = "";
    public AdviceContent Content { get; private set; } = new();
    public string ChangedBy { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>No longer offered; what was signed with it stays.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    public int Version { get; private set; }

    public static AdviceTemplate Make(Guid templateId, Guid by) => new() { TemplateId = templateId, OwnerId = by };

    public void Change(string? hubCode, Guid owner, string nameEn, string nameHi, AdviceContent content, string by, DateTimeOffset now)
    {
        (HubCode, OwnerId) = hubCode is null ? (null, owner) : (hubCode, (Guid?)null);
        (NameEn, NameHi, Content) = (nameEn, nameHi, content);
        Touch(by, now);
    }

    public void Retire(string by, DateTimeOffset now)
    {
        RetiredAt ??= now;
        Touch(by, now);
    }

    private void Touch(string by, DateTimeOffset now) => (ChangedBy, ChangedAt, Version) = (by, now, Version + 1);
}

/// <summary>One diagnosis or medicine that a doctor has signed: what is used most is offered first. Only ever added to.</summary>
public sealed class UsedWord
{
    public const string OfDiagnosis = "diagnosis";
    public const string OfMedicine = "medicine";

    public long Id { get; private init; }
    public required string PractitionerCode { get; init; }
    public required string Kind { get; init; }

    /// <summary>The one name under which the same word is counted.</summary>
    public required string Key { get; init; }

    public Diagnosis? Diagnosis { get; init; }
    public MedicineLine? Medicine { get; init; }

    public static UsedWord Of(string practitionerCode, Diagnosis diagnosis) =>
        new() { PractitionerCode = practitionerCode, Kind = OfDiagnosis, Key = SameAs.Diagnosis(diagnosis), Diagnosis = diagnosis };

    public static UsedWord Of(string practitionerCode, string generic, MedicineLine line) =>
        new() { PractitionerCode = practitionerCode, Kind = OfMedicine, Key = SameAs.Short(generic), Medicine = AdviceContent.ForAnybody(line) };
}

/// <summary>Keys by which advice for the same diagnosis or the same patient is found again.</summary>
public static class SameAs
{
    private const int Longest = 128;

    public static string Diagnosis(Diagnosis diagnosis) => Short(diagnosis.Code is { Length: > 0 } code ? code : diagnosis.Text);

    /// <summary>The diagnosis that advice is mainly for; null when it has none.</summary>
    public static string? Diagnosis(IReadOnlyList<Diagnosis> diagnoses) =>
        (diagnoses.FirstOrDefault(d => d.Rank == "primary") ?? (diagnoses is [var first, ..] ? first : null)) is { Text.Length: > 0 } main ? Diagnosis(main) : null;

    /// <summary>
    /// The hub knows a patient only as each request describes them: the ABHA number, or the name with the father's or husband's, the sex
    /// and the village. Hashed, so that the column names nobody.
    /// </summary>
    public static string Patient(PatientSummary patient) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        patient.AbhaNumber is { Length: > 0 } abha ? abha : Short($"{patient.Name}|{patient.RelativeName}|{patient.Sex}|{patient.Address.Village}"))));

    public static string Short(string text)
    {
        var one = string.Join(' ', text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return one.Length <= Longest ? one : one[..Longest];
    }
}
