using Shared.Contracts.Advice;
using Shared.Contracts.Consults;

namespace Shared.Contracts.Prescriptions;

/// <summary>
/// Everything the policy decides on. The form, the signing and the spoke on receipt make it the same way, from the note, so that
/// none of them can see another case.
/// </summary>
public sealed record PrescribingCase
{
    private static readonly TimeSpan India = TimeSpan.FromHours(5.5);

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The day of signing in India: the rules in force on it count.</summary>
    public DateOnly Day => DateOnly.FromDateTime(SignedAt.ToOffset(India).DateTime);

    /// <summary>The directory's code of the doctor who signs.</summary>
    public required string SignerCode { get; init; }

    public ConsultMode Mode { get; init; }
    public VideoContact? Video { get; init; }
    public bool FollowUp { get; init; }
    public InPersonConsult? InPerson { get; init; }
    public Urgency Urgency { get; init; }

    /// <summary>The requester is a registered doctor, who prescribes (rules T15, T16).</summary>
    public bool AskedByTreatingDoctor { get; init; }

    /// <summary>The doctor who signs is the one who asked.</summary>
    public bool SignedByRequester { get; init; }

    /// <summary>The lines are advice to that doctor.</summary>
    public bool ForTreatingDoctor { get; init; }

    /// <summary>In whole years; null when it is not known.</summary>
    public int? PatientAge { get; init; }

    /// <summary>An adult whose identity is known is with the patient (rule T5).</summary>
    public bool HasAdult { get; init; }

    public bool HasReferral { get; init; }
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];
    public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];

    /// <summary>
    /// The case of a note. One of contract 1.0 does not say who asked and how urgently: it was checked as a first written consult, and is
    /// again, so that nothing opens by leaving these out.
    /// </summary>
    public static PrescribingCase Of(AdviceNote note)
    {
        var whole = note is { Requester: not null, Urgency: not null };
        var given = new PrescribingCase
        {
            SignedAt = note.SignedAt,
            SignerCode = note.Signer.PractitionerCode,
            HasAdult = true,
            Diagnoses = note.Diagnoses,
            Medicines = note.Medicines,
        };
        return !whole ? given : given with
        {
            Mode = note.Mode,
            Video = note.Video,
            FollowUp = note.FollowUpConsult,
            InPerson = note.InPerson,
            Urgency = note.Urgency!.Value,
            AskedByTreatingDoctor = note.Requester!.IsTreatingDoctor,
            SignedByRequester = note.Requester.PractitionerCode == note.Signer.PractitionerCode,
            ForTreatingDoctor = note.ForTreatingDoctor is true,
            PatientAge = note.Patient.YearsOn(given.Day),
            HasAdult = note.AccompaniedBy is { Name.Length: > 0, Relation.Length: > 0 },
            HasReferral = note.Referral is { Place.Length: > 0 },
        };
    }
}
