using Shared.Contracts.Consults;
using Shared.Contracts.Messaging;
using Shared.Contracts.Patients;
using Shared.Contracts.Signing;

namespace Shared.Contracts.Advice;

/// <summary>
/// What the doctor signs: the advice and the prescription on one patient, complete in itself, so that the slip needs nothing
/// else. Immutable; a correction is a new version.
/// </summary>
/// <remarks>FHIR R4: Composition; its lines are MedicationRequests.</remarks>
public sealed record AdviceNote : ISignedByPractitioner
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

    /// <summary>
    /// Who asked, with the register that decides who prescribes (guideline rules T15, T16). Null from hubs that predate contract 1.1.
    /// </summary>
    [Since("1.1")] public Requester? Requester { get; init; }

    /// <summary>The urgency it was answered under. Null from hubs that predate contract 1.1.</summary>
    [Since("1.1")] public Urgency? Urgency { get; init; }

    /// <summary>The adult with a patient under 18 (guideline rule T5).</summary>
    [Since("1.1")] public AccompanyingAdult? AccompaniedBy { get; init; }

    public required ConsultMode Mode { get; init; }

    /// <summary>The live contact that makes the mode video; without it the mode counts as text.</summary>
    [Since("1.1")] public VideoContact? Video { get; init; }

    /// <summary>A written request answered later is a first consult, unless <see cref="InPerson"/> is recorded (rule T11).</summary>
    public required bool FollowUpConsult { get; init; }

    /// <summary>The consult in person that this one follows up.</summary>
    [Since("1.1")] public InPersonConsult? InPerson { get; init; }

    public required bool SpokenWithPatient { get; init; }
    public required IReadOnlyList<Diagnosis> Diagnoses { get; init; }
    public required string Advice { get; init; }

    /// <summary>True: the requester is the treating doctor, and the lines are advice to that doctor, no prescription (rule T15).</summary>
    [Since("1.1")] public bool? ForTreatingDoctor { get; init; }

    public required IReadOnlyList<MedicineLine> Medicines { get; init; }

    /// <summary>Safety warnings the doctor signed against, each with a reason.</summary>
    [Since("1.1")] public IReadOnlyList<SafetyOverride>? Overrides { get; init; }

    public required IReadOnlyList<string> Tests { get; init; }
    public ReferralAdvice? Referral { get; init; }
    public FollowUpAdvice? FollowUp { get; init; }
    public required IReadOnlyList<string> SafetyNet { get; init; }

    /// <summary>The doctor confirms the patient's consent (guideline rule T7).</summary>
    public required bool ConsentConfirmed { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>Version of the prescribing rules the lines were checked with.</summary>
    public required string RulesVersion { get; init; }

    /// <summary>The version of this advice that it replaces; that one no longer holds.</summary>
    [Since("1.1")] public int? Supersedes { get; init; }

    /// <summary>
    /// In a treating doctor's own prescription: what the hub's advice that it follows is known by, see <see cref="SignedAdvice.HashOf"/>.
    /// </summary>
    [Since("1.3")] public string? FollowsAdvice { get; init; }
}

/// <summary>
/// "I have now spoken by video with the patient, health officer present": a short live contact that opens what text does not.
/// It counts only with both consents, the health officer there, and at least a minute.
/// </summary>
/// <remarks>FHIR R4: Encounter, class <c>VR</c>.</remarks>
public sealed record VideoContact
{
    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it took, in minutes, rounded up.</summary>
    public int Minutes { get; init; }

    /// <summary>Code of what carried it, such as <c>whatsapp</c>, <c>phone-app</c> or <c>built-in</c>.</summary>
    public string Means { get; init; } = "";

    public bool PatientConsented { get; init; }
    public bool DoctorConsented { get; init; }

    /// <summary>The requester was with the patient.</summary>
    public bool ChoPresent { get; init; }

    /// <summary>The call in this programme's own log; null when it was held outside.</summary>
    public Guid? CallId { get; init; }
}

/// <summary>
/// A consult in person that this one follows up: same condition, same practitioner, within six months (guideline rule T11).
/// Two teleconsults in a row are still first consults.
/// </summary>
/// <remarks>FHIR R4: Encounter, class <c>AMB</c>.</remarks>
public sealed record InPersonConsult
{
    public DateOnly On { get; init; }

    /// <summary>Where it was held, in words.</summary>
    public string Facility { get; init; } = "";

    /// <summary>Number on its slip or in the clinic's register.</summary>
    public string SlipNumber { get; init; } = "";

    /// <summary>The directory's code of the practitioner who saw the patient.</summary>
    public string PractitionerCode { get; init; } = "";

    /// <summary>The doctor confirms that it was for the same condition.</summary>
    public bool SameCondition { get; init; }
}

/// <summary>A safety warning the doctor signed against.</summary>
/// <remarks>FHIR R4: DetectedIssue with its mitigation.</remarks>
public sealed record SafetyOverride
{
    /// <summary>Code of the check, such as <c>allergy</c>, <c>interaction</c> or <c>pregnancy</c>.</summary>
    public string Check { get; init; } = "";

    /// <summary>The medicine of the line.</summary>
    public string Medicine { get; init; } = "";

    /// <summary>What it was warned against: the allergen, the other medicine, the condition.</summary>
    public string Against { get; init; } = "";

    /// <summary>Code of the reason from the pick-list.</summary>
    public string Reason { get; init; } = "";

    public string? Text { get; init; }
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

    /// <summary>The patient was before the doctor who signs: a treating doctor's own prescription, and never a hub's advice.</summary>
    InPerson,
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

    /// <summary>The dose as a number of <see cref="Unit"/>; <see cref="Dose"/> stays what a person reads.</summary>
    [Since("1.1")] public decimal? Amount { get; init; }

    /// <summary>Code of what <see cref="Amount"/> counts, such as <c>tablet</c>, <c>ml</c> or <c>drops</c>.</summary>
    [Since("1.1")] public string? Unit { get; init; }

    /// <summary>True: an immediate treatment order of an emergency, one dose now (guideline rule T12).</summary>
    [Since("1.1")] public bool? Immediate { get; init; }

    /// <summary>
    /// Generic name of what the practitioner had prescribed in person for this condition and this line carries on (rule T11). It is this
    /// line's medicine; dose and strength may differ.
    /// </summary>
    [Since("1.1")] public string? Continues { get; init; }

    /// <summary>Generic name of the continued medicine, on a line of its own, that this one is added to.</summary>
    [Since("1.1")] public string? AddOnTo { get; init; }

    /// <summary>Why the doctor prescribes by video what is on no list.</summary>
    [Since("1.1")] public string? OffListReason { get; init; }
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
