using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;

namespace Hub.Api.Advice;

/// <summary>
/// The holder signs advice, with or without medicines, and it goes to the spoke. Until the consult is closed, the doctor who signed may
/// correct it by another version, which needs no hold.
/// </summary>
public sealed class GiveAdvice(
    HubDb db, CurrentAccount me, Outbox outbox, SigningKeys keys, PrescribingPolicy policy, Formulary formulary, Idempotency idempotency,
    TimeProvider clock)
{
    public sealed record Command
    {
        /// <summary>The hold; empty in a correction.</summary>
        public string Token { get; init; } = "";

        /// <summary>The version that this one corrects.</summary>
        public int? Supersedes { get; init; }

        public ConsultMode Mode { get; init; }
        public bool SpokenWithPatient { get; init; }

        /// <summary>The live contact that makes the mode video for the policy.</summary>
        public VideoContact? Video { get; init; }

        /// <summary>Only with <see cref="InPerson"/>; otherwise it is a first consult (rule T11).</summary>
        public bool FollowUpConsult { get; init; }

        public InPersonConsult? InPerson { get; init; }
        public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];
        public string Advice { get; init; } = "";
        public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];

        /// <summary>Safety warnings signed against, each with its reason.</summary>
        public IReadOnlyList<SafetyOverride> Overrides { get; init; } = [];

        public IReadOnlyList<string> Tests { get; init; } = [];
        public ReferralAdvice? Referral { get; init; }
        public FollowUpAdvice? FollowUp { get; init; }
        public IReadOnlyList<string> SafetyNet { get; init; } = [];
        public bool ConsentConfirmed { get; init; }
    }

    public sealed record Given(int Version, Guid PrescriptionId);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Advice).NotEmpty().WithErrorCode("advice-missing").MaximumLength(8000);
            RuleFor(c => c.ConsentConfirmed).Equal(true).WithErrorCode("consent-not-confirmed");
            RuleFor(c => c.Mode).IsInEnum().NotEqual(ConsultMode.InPerson);   // the patient is elsewhere
            RuleFor(c => c.Diagnoses).Must(d => d.Count <= 20);
            RuleForEach(c => c.Diagnoses).ChildRules(d =>
            {
                d.RuleFor(x => x.Text).NotEmpty().WithErrorCode("diagnosis-missing").MaximumLength(256);
                d.RuleFor(x => x.Code).MaximumLength(16);
                d.RuleFor(x => x.Rank).Must(r => r is "primary" or "secondary");
                d.RuleFor(x => x.Certainty).Must(c => c is "provisional" or "confirmed");
            });
            RuleFor(c => c.Medicines).Must(m => m.Count <= 30);
            RuleForEach(c => c.Medicines).ChildRules(m =>
            {
                m.RuleFor(x => x.Name).NotEmpty().WithErrorCode("medicine-name-missing").MaximumLength(128);
                m.RuleFor(x => x.Dose).NotEmpty().WithErrorCode("medicine-dose-missing").MaximumLength(64);
                m.RuleFor(x => x.Frequency).NotEmpty().WithErrorCode("medicine-frequency-missing").MaximumLength(32);
                m.RuleFor(x => x.DurationDays).NotNull().When(x => x.Immediate is not true).WithErrorCode("medicine-duration-missing");
                m.RuleFor(x => x.DurationDays).InclusiveBetween(1, 365);
                m.RuleFor(x => x.Quantity).GreaterThan(0).When(x => x.Quantity is not null);
                m.RuleFor(x => x.Instructions).MaximumLength(512);
                m.RuleFor(x => x.Amount).GreaterThan(0).When(x => x.Amount is not null);
                m.RuleFor(x => x.Unit).MaximumLength(32);
                m.RuleFor(x => x.Continues).MaximumLength(128);
                m.RuleFor(x => x.AddOnTo).MaximumLength(128);
                m.RuleFor(x => x.OffListReason).MaximumLength(512);
            });
            RuleFor(c => c.Video!).ChildRules(v =>
            {
                v.RuleFor(x => x.Minutes).InclusiveBetween(1, 240);
                v.RuleFor(x => x.Means).NotEmpty().MaximumLength(32);
            }).When(c => c.Video is not null);
            RuleFor(c => c.InPerson!).ChildRules(v =>
            {
                v.RuleFor(x => x.Facility).NotEmpty().MaximumLength(128);
                v.RuleFor(x => x.SlipNumber).NotEmpty().MaximumLength(64);
                v.RuleFor(x => x.PractitionerCode).NotEmpty().MaximumLength(64);
            }).When(c => c.InPerson is not null);
            RuleFor(c => c.Overrides).Must(o => o.Count <= 30);
            RuleForEach(c => c.Overrides).ChildRules(o =>
            {
                o.RuleFor(x => x.Check).NotEmpty().MaximumLength(32);
                o.RuleFor(x => x.Medicine).NotEmpty().MaximumLength(128);
                o.RuleFor(x => x.Against).NotEmpty().MaximumLength(128);
                o.RuleFor(x => x.Reason).Cascade(CascadeMode.Stop).NotEmpty().Must(SafetyChecks.Reasons.Contains);
                o.RuleFor(x => x.Text).MaximumLength(512);
            });
            RuleForEach(c => c.Tests).NotEmpty().MaximumLength(256);
            RuleForEach(c => c.SafetyNet).NotEmpty().MaximumLength(512);
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/{consultId:guid}/advice", (Guid consultId, Command command, GiveAdvice act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(GiveAdvice));

    public async Task<Results<Created<Given>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Consults.Include(c => c.Advice).One(consultId, await me.PlacesToday(ct), ct) is not { } consult) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var version = command.Supersedes is { } old ? consult.NextCorrection(old, me.PractitionerCode) : consult.NextAdviceVersion(HolderToken.Parse(command.Token), me.Id);
        var hand = keys.For(me.PractitionerCode, DateOnly.FromDateTime(now.UtcDateTime));
        var note = NoteOf(command, consult, version, hand.Certificate.Practitioner, now);
        if (policy.Check(PrescribingCase.Of(note)) is [var first, ..]) throw new RuleBrokenException(first.Code, first.Medicine);
        note = Answered(note, consult, command.Overrides);

        var document = SignedAdvice.Sign(note, hand.CertificateDocument, hand.Kid, hand.Key);
        consult.Advise(new GivenAdvice
        {
            Version = version,
            PrescriptionId = note.PrescriptionId,
            PractitionerCode = note.Signer.PractitionerCode,
            PractitionerName = note.Signer.Name,
            Document = document,
            SignedAt = now,
            PatientKey = SameAs.Patient(note.Patient),
            DiagnosisKey = SameAs.Diagnosis(note.Diagnoses),
        }, now);
        db.UsedWords.AddRange(note.Diagnoses.Where(d => d.Text.Length > 0).Select(d => UsedWord.Of(note.Signer.PractitionerCode, d)));
        db.UsedWords.AddRange(note.Medicines.Select(m => UsedWord.Of(note.Signer.PractitionerCode, formulary.GenericOf(m.Name), m)));

        outbox.Tell(consult, AdviceGiven.WireName, new AdviceGiven
        {
            AdviceVersion = version,
            Document = document,
            At = now,
            Slip = SignedSlip.Sign(note, document, hand.Kid, hand.Key),
        });
        var given = new Given(version, note.PrescriptionId);
        idempotency.Remember(StatusCodes.Status201Created, given);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created((string?)null, given);
    }

    /// <summary>Why the reader may not sign today, as the code of the refusal; null if they may. The page says it before anything is typed.</summary>
    public string? Hindrance()
    {
        try
        {
            keys.For(me.PractitionerCode, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
            return null;
        }
        catch (RuleBrokenException refused)
        {
            return refused.Code;
        }
    }

    /// <summary>What the policy would refuse if this were signed now, for the form to show beside the lines. Nothing is kept.</summary>
    public async Task<IReadOnlyList<PrescribingRefusal>> Refusals(Guid consultId, Command command, CancellationToken ct)
    {
        if (await db.Consults.AsNoTracking().One(consultId, await me.PlacesToday(ct), ct) is not { Patient: not null } consult) return [];
        var signer = new Signer { PractitionerCode = me.PractitionerCode ?? "", Name = me.Name, Qualification = "", Council = "", RegistrationNumber = "" };
        return policy.Check(PrescribingCase.Of(NoteOf(command, consult, 0, signer, clock.GetUtcNow())));
    }

    // A reason is kept only with the warning it answers: a form may still hold one for a line that has changed.
    private AdviceNote Answered(AdviceNote note, Consult consult, IReadOnlyList<SafetyOverride> reasons)
    {
        var day = PrescribingCase.Of(note).Day;
        var warnings = SafetyChecks.Check(note.Medicines, PatientFacts.Of(note.Patient, consult.Request, day), formulary).Where(f => f.NeedsReason).ToArray();
        if (warnings.FirstOrDefault(w => !reasons.Any(w.IsAnsweredBy)) is { } open) throw new RuleBrokenException("safety-reason-missing", open.Medicine);
        return warnings.Length == 0 ? note : note with { Overrides = [.. reasons.Where(r => warnings.Any(w => w.IsAnsweredBy(r)))] };
    }

    private AdviceNote NoteOf(Command command, Consult consult, int version, Signer signer, DateTimeOffset now) => new()
    {
        ConsultId = consult.ConsultId,
        Number = consult.Number,
        Version = version,
        PrescriptionId = Guid.CreateVersion7(now),
        SpokeCode = consult.SpokeCode,
        HubCode = consult.HubCode,
        Patient = consult.Patient!,
        Signer = signer,
        Requester = consult.Requester,
        Urgency = consult.Urgency,
        AccompaniedBy = consult.Request!.AccompaniedBy,
        Mode = command.Mode,
        Video = command.Video,
        FollowUpConsult = command.FollowUpConsult,
        InPerson = command.InPerson,
        SpokenWithPatient = command.SpokenWithPatient,
        Diagnoses = command.Diagnoses,
        Advice = command.Advice.Trim(),
        ForTreatingDoctor = consult.Requester!.IsTreatingDoctor ? true : null,
        Medicines = [.. command.Medicines.Select(m => m with { Name = formulary.Named(m.Name) })],
        Tests = command.Tests,
        Referral = command.Referral,
        FollowUp = command.FollowUp,
        SafetyNet = command.SafetyNet,
        ConsentConfirmed = command.ConsentConfirmed,
        SignedAt = now,
        RulesVersion = policy.RulesVersion,
        Supersedes = command.Supersedes,
    };
}
