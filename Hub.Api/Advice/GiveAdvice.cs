using FluentValidation;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
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
    HubDb db, CurrentAccount me, Outbox outbox, SigningKeys keys, ProgrammeKey programme, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command
    {
        /// <summary>The hold; empty in a correction.</summary>
        public string Token { get; init; } = "";

        /// <summary>The version that this one corrects.</summary>
        public int? Supersedes { get; init; }

        public ConsultMode Mode { get; init; }
        public bool SpokenWithPatient { get; init; }
        public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];
        public string Advice { get; init; } = "";
        public IReadOnlyList<MedicineLine> Medicines { get; init; } = [];
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
            RuleFor(c => c.Mode).IsInEnum();
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
                m.RuleFor(x => x.DurationDays).NotNull().WithErrorCode("medicine-duration-missing").InclusiveBetween(1, 365);
                m.RuleFor(x => x.Quantity).GreaterThan(0).When(x => x.Quantity is not null);
                m.RuleFor(x => x.Instructions).MaximumLength(512);
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
        var version = command.Supersedes is { } old ? NextCorrection(consult, old) : consult.NextAdviceVersion(HolderToken.Parse(command.Token), me.Id);
        var hand = keys.For(me.PractitionerCode, DateOnly.FromDateTime(now.UtcDateTime));
        CheckPolicy(command, consult);

        var note = NoteOf(command, consult, version, hand.Certificate.Practitioner, now);
        var document = SignedAdvice.Sign(note, hand.CertificateDocument, hand.Kid, hand.Key);
        consult.Advise(new GivenAdvice { Version = version, PrescriptionId = note.PrescriptionId, PractitionerName = note.Signer.Name, Document = document, SignedAt = now }, now);

        outbox.Tell(consult, AdviceGiven.WireName, new AdviceGiven { AdviceVersion = version, Document = document, At = now });
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

    /// <summary>The refusals of the prescribing policy for these lines, for the form to show beside them.</summary>
    public static IReadOnlyList<PrescribingRefusal> Refusals(Command command) => PrescribingPolicy.Check(command.Diagnoses, command.Medicines);

    private int NextCorrection(Consult consult, int supersedes)
    {
        var next = consult.NextCorrection(supersedes);
        var (signed, _, _) = SignedAdvice.Check(consult.Advice.Single(a => a.Version == supersedes).Document, programme.Key);
        return signed?.Signer.PractitionerCode == me.PractitionerCode ? next : throw new RuleBrokenException("advice-of-another");
    }

    private static void CheckPolicy(Command command, Consult consult)
    {
        if (Refusals(command) is [var first, ..]) throw new RuleBrokenException(first.Code, first.Medicine);
        if (consult.Urgency == Urgency.Stat && command.Referral is null) throw new RuleBrokenException("emergency-needs-referral");
    }

    private static AdviceNote NoteOf(Command command, Consult consult, int version, Signer signer, DateTimeOffset now) => new()
    {
        ConsultId = consult.ConsultId,
        Number = consult.Number,
        Version = version,
        PrescriptionId = Guid.CreateVersion7(now),
        SpokeCode = consult.SpokeCode,
        HubCode = consult.HubCode,
        Patient = consult.Patient!,
        Signer = signer,
        Mode = command.Mode,
        FollowUpConsult = false,
        SpokenWithPatient = command.SpokenWithPatient,
        Diagnoses = command.Diagnoses,
        Advice = command.Advice.Trim(),
        Medicines = command.Medicines,
        Tests = command.Tests,
        Referral = command.Referral,
        FollowUp = command.FollowUp,
        SafetyNet = command.SafetyNet,
        ConsentConfirmed = command.ConsentConfirmed,
        SignedAt = now,
        RulesVersion = PrescribingPolicy.RulesVersion,
        Supersedes = command.Supersedes,
    };
}
