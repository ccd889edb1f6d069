using Shared.Contracts.Patients;

namespace Shared.Contracts.Advice;

/// <summary>
/// What the doctor signs: the advice and the prescription on one patient, complete in itself, so that the slip needs nothing
/// else. Immutable; a correction is a new version.
/// </summary>
/// <remarks>FHIR R4: Composition; its lines are MedicationRequests.</remarks>
public sealed record AdviceNote
{
    public required Guid ConsultId { get; init; }
    public required string Number { get; init; }
    public required int Version { get; init; }
    public required Guid PrescriptionId { get; init; }
    public required string SpokeCode { get; init; }
    public required string HubCode { get; init; }
    public required PatientSummary Patient { get; init; }

    /// <summary>The signer as on the certificate that travels with the signature.</summary>
    public required Signer Signer { get; init; }

    public required ConsultMode Mode { get; init; }

    /// <summary>A written request answered later is a first consult (guideline rule T11).</summary>
    public required bool FollowUpConsult { get; init; }

    public required bool SpokenWithPatient { get; init; }
    public required IReadOnlyList<Diagnosis> Diagnoses { get; init; }
    public required string Advice { get; init; }
    public required IReadOnlyList<MedicineLine> Medicines { get; init; }
    public required IReadOnlyList<string> Tests { get; init; }
    public ReferralAdvice? Referral { get; init; }
    public FollowUpAdvice? FollowUp { get; init; }
    public required IReadOnlyList<string> SafetyNet { get; init; }

    /// <summary>The doctor confirms the patient's consent (guideline rule T7).</summary>
    public required bool ConsentConfirmed { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Version of the prescribing rules the lines were checked with.</summary>
    public required string RulesVersion { get; init; }
}

/// <summary>The doctor's name, qualification and registration, as the guideline wants on everything (rule T2).</summary>
public sealed record Signer
{
    public required string PractitionerCode { get; init; }
    public required string Name { get; init; }
    public string? NameHi { get; init; }
    public required string Qualification { get; init; }
    public required string Council { get; init; }
    public required string RegistrationNumber { get; init; }
}

/// <summary>How the doctor consulted.</summary>
public enum ConsultMode
{
    Text,
    Audio,
    Video,
}

public sealed record Diagnosis
{
    /// <summary>ICD-10 code; may be empty when only words fit.</summary>
    public string? Code { get; init; }

    public string Text { get; init; } = "";

    /// <summary><c>primary</c> or <c>secondary</c>.</summary>
    public string Rank { get; init; } = "primary";

    /// <summary><c>provisional</c> or <c>confirmed</c>.</summary>
    public string Certainty { get; init; } = "provisional";
}

/// <summary>One medicine by its generic name.</summary>
/// <remarks>FHIR R4: MedicationRequest with Dosage.</remarks>
public sealed record MedicineLine
{
    public string Name { get; init; } = "";
    public string Form { get; init; } = "";
    public string Strength { get; init; } = "";
    public string Dose { get; init; } = "";
    public string Route { get; init; } = "oral";

    /// <summary><c>OD BD TDS QID HS SOS STAT Q4H Q6H Q8H Q12H EOD OW OM</c>.</summary>
    public string Frequency { get; init; } = "";

    /// <summary><c>before-food</c>, <c>after-food</c>, <c>with-food</c>, <c>empty-stomach</c>, <c>any-time</c>.</summary>
    public string Timing { get; init; } = "any-time";

    public int? DurationDays { get; init; }
    public decimal? Quantity { get; init; }
    public string? Instructions { get; init; }
}

public sealed record ReferralAdvice
{
    public string Place { get; init; } = "";
    public string? Priority { get; init; }
    public string? Transport { get; init; }
    public string? Reason { get; init; }
}

public sealed record FollowUpAdvice
{
    public DateOnly? On { get; init; }
    public string? Text { get; init; }
}
