using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Medicines;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Contracts.Verification;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Shared.Hosting.Ui;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Prescriptions;

/// <summary>
/// A registered doctor who asked a hub turns the advice into his own prescription, with the patient before him (guideline rules T15, T16).
/// It stays at his centre; for everybody else it is as if this did not exist.
/// </summary>
public sealed class Prescribe(
    SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, SigningKeys keys, PrescribingPolicy policy, ProgrammeDirectory directory, ProgrammeKey programme,
    Formulary formulary, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command
    {
        /// <summary>The version that this one replaces; null for the first.</summary>
        public int? Supersedes { get; init; }

        /// <summary>The doctor has examined the patient, who is there.</summary>
        public bool PatientSeen { get; init; }

        public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

        /// <summary>What the patient is to do, in words.</summary>
        public string Advice { get; init; } = "";

        public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];

        /// <summary>Safety warnings signed against, each with its reason.</summary>
        public IReadOnlyList<SafetyOverride> Overrides { get; init; } = [];

        public IReadOnlyList<string> Tests { get; init; } = [];
        public ReferralAdvice? Referral { get; init; }
        public FollowUpAdvice? FollowUp { get; init; }
        public IReadOnlyList<string> SafetyNet { get; init; } = [];
    }

    public sealed record Signed(int Version, Guid PrescriptionId);

    /// <summary>What the page begins with.</summary>
    /// <param name="Advice">The hub's, which the form is filled from.</param>
    /// <param name="InForce">The doctor's own prescription, if one holds.</param>
    /// <param name="Hindrance">Why the reader may not sign today, as the code of the refusal; null if they may.</param>
    public sealed record Start(AdviceNote Advice, bool AdviceTakenBack, AdviceNote? InForce, int Versions, RequestStatus Status, PatientFacts Patient, string? Hindrance);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.PatientSeen).Equal(true).WithErrorCode("patient-not-seen");
            RuleFor(c => c.Diagnoses).Must(d => d.Count is > 0 and <= 20).WithErrorCode("diagnosis-missing");
            RuleForEach(c => c.Diagnoses).ChildRules(d =>
            {
                d.RuleFor(x => x.Text).NotEmpty().WithErrorCode("diagnosis-missing").MaximumLength(256);
                d.RuleFor(x => x.Code).MaximumLength(16);
                d.RuleFor(x => x.Rank).Must(r => r is "primary" or "secondary");
                d.RuleFor(x => x.Certainty).Must(c => c is "provisional" or "confirmed");
            });
            RuleFor(c => c.Advice).MaximumLength(8000);
            RuleFor(c => c.Medicines).Must(m => m.Count <= 30);
            RuleForEach(c => c.Medicines).ChildRules(m =>
            {
                m.RuleFor(x => x.Name).NotEmpty().WithErrorCode("medicine-name-missing").MaximumLength(128);
                m.RuleFor(x => x.Form).MaximumLength(32);
                m.RuleFor(x => x.Strength).MaximumLength(64);
                m.RuleFor(x => x.Dose).NotEmpty().WithErrorCode("medicine-dose-missing").MaximumLength(64);
                m.RuleFor(x => x.Frequency).NotEmpty().WithErrorCode("medicine-frequency-missing").MaximumLength(32);
                m.RuleFor(x => x.DurationDays).NotNull().When(x => x.Frequency != "STAT").WithErrorCode("medicine-duration-missing");
                m.RuleFor(x => x.DurationDays).InclusiveBetween(1, 365);
                m.RuleFor(x => x.Quantity).GreaterThan(0).When(x => x.Quantity is not null);
                m.RuleFor(x => x.Instructions).MaximumLength(512);
            });
            RuleFor(c => c).Must(c => c.Medicines.Count > 0 || c.Advice.Trim().Length > 0).OverridePropertyName(nameof(Command.Medicines)).WithErrorCode("prescription-empty");
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
        .MapPost("/{consultId:guid}/own-prescription", (Guid consultId, Command command, Prescribe act, CancellationToken ct) => act.Handle(consultId, command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.TreatingDoctor)
        .WithName(nameof(Prescribe));

    public async Task<Results<Created<Signed>, NotFound>> Handle(Guid consultId, Command command, CancellationToken ct)
    {
        if (await Mine(db.Requests, consultId, ct) is not (var request, { } advice, var upon)) return TypedResults.NotFound();

        var now = clock.GetUtcNow();
        var version = request.NextPrescription(command.Supersedes);
        var hand = keys.For(me.PractitionerCode, DateOnly.FromDateTime(now.UtcDateTime));
        var note = NoteOf(command, request, advice, version, hand.Certificate.Practitioner, now) with { FollowsAdvice = SignedAdvice.HashOf(upon) };
        if (policy.Check(PrescribingCase.Of(note)) is [var first, ..]) throw new RuleBrokenException(first.Code, first.Medicine);
        note = Answered(note, FactsOf(request), command.Overrides);

        var document = SignedPrescription.Sign(note, hand.CertificateDocument, hand.Kid, hand.Key);
        if (request.Status == RequestStatus.Advised)
        {
            // Who prescribes after advice has read it.
            request.Acknowledge(me.Name, now);
            outbox.Tell(site, request, AdviceAcknowledged.WireName, new AdviceAcknowledged { AdviceVersion = request.AdviceVersion, ReadBy = me.Name, At = now });
        }
        request.Prescribe(new OwnPrescription
        {
            Version = version,
            PrescriptionId = note.PrescriptionId,
            Document = document,
            Slip = SignedSlip.Sign(note, document, hand.Kid, hand.Key)!,
            SignedAt = now,
        }, me.Name, now);
        var signed = new Signed(version, note.PrescriptionId);
        idempotency.Remember(StatusCodes.Status201Created, signed);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created((string?)null, signed);
    }

    /// <summary>Null for whoever is not the treating doctor of this request, and before there is advice.</summary>
    public async Task<Start?> Read(Guid consultId, CancellationToken ct)
    {
        if (await Mine(db.Requests.AsNoTracking(), consultId, ct) is not (var request, { } advice, _)) return null;
        var last = request.Prescriptions.MaxBy(p => p.Version);
        return new Start(advice, request.Advice.MaxBy(a => a.Version)!.Withdrawal is not null,
            last is { Withdrawal: null } ? SignedPrescription.Check(last.Document, programme.Key, policy).Note : null,
            last?.Version ?? 0, request.Status, FactsOf(request), Hindrance());
    }

    /// <summary>What the policy would refuse if this were signed now, and what the safety checks say, by line. Nothing is kept.</summary>
    public (IReadOnlyList<PrescribingRefusal> Refusals, ILookup<int, SafetyFinding> Findings) Look(Start start, Command command)
    {
        var signer = new Signer { PractitionerCode = me.PractitionerCode ?? "", Name = me.Name, Qualification = "", Council = "", RegistrationNumber = "" };
        var note = start.Advice with { Signer = signer, Mode = ConsultMode.InPerson, ForTreatingDoctor = null, Diagnoses = command.Diagnoses, Medicines = command.Medicines, SignedAt = clock.GetUtcNow() };
        return (policy.Check(PrescribingCase.Of(note)), SafetyChecks.Check(command.Medicines, start.Patient, formulary).ToLookup(f => f.Line));
    }

    private string? Hindrance()
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

    // The advice must name the reader as the doctor who asked; the register is the directory's of today.
    private async Task<(ConsultRequest Request, AdviceNote? Advice, string Document)> Mine(IQueryable<ConsultRequest> requests, Guid consultId, CancellationToken ct)
    {
        if (directory.Practitioner(me.PractitionerCode)?.Register is not (PractitionerRegister.StateMedicalCouncil or PractitionerRegister.Nmc)) return default;
        if (await requests.Include(r => r.Advice).Include(r => r.Prescriptions).AsSplitQuery().One(consultId, await me.PlacesToday(ct), ct) is not { } request) return default;
        if (request.Advice.MaxBy(a => a.Version) is not { } received) return default;
        var note = SignedAdvice.Check(received.Document, programme.Key, policy).Note;
        return note is { ForTreatingDoctor: true, Requester: { IsTreatingDoctor: true } asked } && asked.PractitionerCode == me.PractitionerCode
            ? (request, note, received.Document)
            : default;
    }

    private PatientFacts FactsOf(ConsultRequest request) => PatientFacts.Of(request.Patient!, request.Content!, Format.DayOf(clock.GetUtcNow()));

    // A reason is kept only with the warning it answers: a form may still hold one for a line that has changed.
    private AdviceNote Answered(AdviceNote note, PatientFacts patient, IReadOnlyList<SafetyOverride> reasons)
    {
        var warnings = SafetyChecks.Check(note.Medicines, patient, formulary).Where(f => f.NeedsReason).ToArray();
        if (warnings.FirstOrDefault(w => !reasons.Any(w.IsAnsweredBy)) is { } open) throw new RuleBrokenException("safety-reason-missing", open.Medicine);
        return warnings.Length == 0 ? note : note with { Overrides = [.. reasons.Where(r => warnings.Any(w => w.IsAnsweredBy(r)))] };
    }

    private AdviceNote NoteOf(Command command, ConsultRequest request, AdviceNote advice, int version, Signer signer, DateTimeOffset now) => new()
    {
        ConsultId = request.ConsultId,
        Number = request.Number,
        Version = version,
        PrescriptionId = Guid.CreateVersion7(now),
        SpokeCode = request.SpokeCode,
        HubCode = request.HubCode,
        Patient = request.Patient!,
        Signer = signer,
        Requester = advice.Requester,
        Urgency = advice.Urgency,
        AccompaniedBy = advice.AccompaniedBy,
        Mode = ConsultMode.InPerson,
        FollowUpConsult = false,
        SpokenWithPatient = true,
        Diagnoses = command.Diagnoses,
        Advice = command.Advice.Trim(),
        Medicines = [.. command.Medicines.Select(m => m with { Name = formulary.Named(m.Name) })],
        Tests = command.Tests,
        Referral = command.Referral,
        FollowUp = command.FollowUp,
        SafetyNet = command.SafetyNet,
        ConsentConfirmed = command.PatientSeen,
        SignedAt = now,
        RulesVersion = policy.RulesVersion,
        Supersedes = command.Supersedes,
    };
}
