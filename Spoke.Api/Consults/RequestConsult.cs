using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Shared.Hosting.Persistence;
using Shared.Hosting.Problems;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>
/// Sends a request off: from the API in one piece, from the form when its last step is done. Once answered it is durable here,
/// whether the link is up or not.
/// </summary>
public sealed class RequestConsult(
    SpokeDb db, CurrentAccount me, Outbox outbox, SiteAddress site, ProgrammeDirectory directory, Idempotency idempotency, TimeProvider clock)
{
    public sealed record Command : RequestContent
    {
        /// <summary>A registered patient; null registers <see cref="Patient"/>, unless exactly this person is registered already.</summary>
        public Guid? PatientId { get; init; }

        public PatientSummary? Patient { get; init; }

        /// <summary>The spoke, for who is posted at several; null means the first posting of today.</summary>
        public string? Spoke { get; init; }

        /// <summary>Nobody of those who are likely this person is; an emergency need not say so.</summary>
        public bool AnotherPerson { get; init; }

        /// <summary>How one knows that; one of <see cref="Domain.AnotherPerson.Reasons"/>.</summary>
        public string? AnotherBecause { get; init; }

        /// <summary>Never leaves the spoke and is never counted.</summary>
        public bool Practice { get; init; }

        /// <summary>The returned request that this one corrects.</summary>
        public Guid? Corrects { get; init; }

        /// <summary>The answered consult of this patient that this one goes on from; its doctor is offered it first.</summary>
        public Guid? FollowsUp { get; init; }
    }

    public sealed record Queued(Guid Id, string Number, RequestStatus Status);

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider clock)
        {
            Include(new RequestRules());
            RuleFor(c => c.Patient).NotNull().When(c => c.PatientId is null).WithErrorCode("patient-missing");
            RuleFor(c => c.Patient!).SetValidator(new PatientRules(clock)).When(c => c.Patient is not null && c.PatientId is null);
            RuleFor(c => c.AnotherBecause).Must(Domain.AnotherPerson.Reasons.Contains).When(c => c.AnotherPerson).WithErrorCode("another-reason-missing");
            RuleFor(c => c.AccompaniedBy).Must((c, adult) => MinorRule.Holds(c.Patient!, adult, Today(clock)))
                .When(c => c.Patient is not null).WithErrorCode("adult-missing");
            RuleFor(c => c.AmbulanceCalledAt).Must(at => at <= clock.GetUtcNow().AddMinutes(5)).When(c => c.AmbulanceCalledAt is not null).WithErrorCode("time-in-future");
        }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapPost("/", (Command command, RequestConsult act, CancellationToken ct) => act.Handle(command, ct))
        .Validate<Command, Validator>()
        .RequireAuthorization(Policies.Cho)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .WithName(nameof(RequestConsult));

    public async Task<Results<Accepted<Queued>, NotFound, ProblemHttpResult>> Handle(Command command, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        var spoke = Posted.At(command.Spoke, places);
        var now = clock.GetUtcNow();
        var likely = await Likely(command, places, ct);
        if (MustBeLookedAt(command, likely)) return Candidate.Refuse(likely);
        return await db.InTransaction<Results<Accepted<Queued>, NotFound, ProblemHttpResult>>(async token =>
        {
            // Begun in here, because a transaction that is tried again must not find it sent off already.
            var request = ConsultRequest.Begin(spoke, me.Id, me.Name, new DraftForm { SavedAt = now }, command.Practice, command.Corrects, now);
            db.Requests.Add(request);
            if (await SendOff(request, command, likely, places, now, token) is not { } queued) return TypedResults.NotFound();
            var location = $"/api/consults/{queued.Id}";
            idempotency.Remember(StatusCodes.Status202Accepted, queued, location);
            return TypedResults.Accepted(location, queued);
        }, ct);
    }

    /// <summary>The last step of the form: the same, for a draft that is already here. Null when draft or patient is not ours.</summary>
    public async Task<Queued?> SendDraft(Guid consultId, Command command, CancellationToken ct)
    {
        var places = await me.PlacesToday(ct);
        var likely = await Likely(command, places, ct);
        if (MustBeLookedAt(command, likely)) throw new RuleBrokenException(Candidate.Code);
        return await db.InTransaction(async token =>
            await db.Requests.One(consultId, places, token) is { } draft
                ? await SendOff(draft, command, likely, places, clock.GetUtcNow(), token)
                : null, ct);
    }

    // Practice registers nobody.
    private async Task<IReadOnlyList<LikelyPatient>> Likely(Command command, IReadOnlyList<string> places, CancellationToken ct) =>
        command is { PatientId: null, Practice: false, Patient: { } typed } ? await db.Patients.Likely(typed, places, Today(clock), ct) : [];

    // An emergency is never held up: whoever is registered twice for it can be merged later. And the same person is no likeness.
    private static bool MustBeLookedAt(Command command, IReadOnlyList<LikelyPatient> likely) =>
        likely.Count > 0 && !command.AnotherPerson && command.Urgency != Urgency.Stat && !likely[0].IsSame;

    private async Task<Queued?> SendOff(
        ConsultRequest request, Command command, IReadOnlyList<LikelyPatient> likely, IReadOnlyList<string> places, DateTimeOffset now, CancellationToken ct)
    {
        var same = !command.AnotherPerson && likely is [{ IsSame: true } first, ..] ? first.Patient.PatientId : (Guid?)null;
        var patient = (command.PatientId ?? same) is { } id
            ? await db.Patients.One(id, places, ct)
            : Patient.Register(command.Patient!, request.SpokeCode, now, me.Name, likely.Count > 0 ? command.AnotherBecause : null);
        if (patient is null)
        {
            db.ChangeTracker.Clear();
            return null;
        }
        var registers = !request.IsPractice;
        if ((command.PatientId ?? same) is null && registers) db.Patients.Add(patient);
        var summary = command.PatientId is null ? command.Patient! : patient.Summary;   // as it was told now
        if (!MinorRule.Holds(summary, command.AccompaniedBy, Today(clock))) throw new RuleBrokenException("adult-missing");
        if (directory.HubFor(request.SpokeCode, command.Specialty, Today(clock)) is not { } mapping)
            throw new RuleBrokenException("specialty-not-mapped", command.Specialty);

        var records = db.Patients.LeadingTo(patient.PatientId).Select(p => (Guid?)p.PatientId);
        if (command.FollowsUp is { } earlier && (request.IsPractice || !await db.Requests.OfSpokes(places)
            .AnyAsync(r => r.ConsultId == earlier && records.Contains(r.PatientId) && r.AdviceVersion > 0 && !r.IsPractice, ct)))
            throw new RuleBrokenException("follow-up-not-possible");

        var content = ContentOf(command);
        request.Queue(registers ? patient.PatientId : null, summary, content, registers ? await NextNumber(request.SpokeCode, ct) : "", mapping.HubCode, now, command.FollowsUp);
        var attachments = await db.TakeUnsent(request.ConsultId, null, now, ct);
        outbox.Tell(site, request, ConsultRequested.WireName, new ConsultRequested
        {
            Number = request.Number,
            SpokeCode = request.SpokeCode,
            Requester = new Requester
            {
                Name = me.Name,
                Role = me.Is(Roles.Mo) ? Roles.Mo : Roles.Cho,
                PractitionerCode = me.PractitionerCode,
                Register = directory.Practitioner(me.PractitionerCode)?.Register,
            },
            Patient = summary,
            Request = content,
            RequestedAt = now,
            Corrects = request.Corrects,
            FollowsUp = request.FollowsUp,
            Attachments = attachments.Listed(),
        });
        outbox.TellPieces(site, request, attachments);
        return new Queued(request.ConsultId, request.Number, request.Status);
    }

    /// <summary>Counts up in the transaction of the request, so that numbers have no holes and no twins.</summary>
    private async Task<string> NextNumber(string spokeCode, CancellationToken ct)
    {
        if (await db.Counters.Where(c => c.SpokeCode == spokeCode).ExecuteUpdateAsync(set => set.SetProperty(c => c.Last, c => c.Last + 1), ct) == 0)
        {
            db.Counters.Add(new SpokeCounter { SpokeCode = spokeCode, Last = 1 });
            return Numbered(spokeCode, 1);
        }
        return Numbered(spokeCode, await db.Counters.Where(c => c.SpokeCode == spokeCode).Select(c => c.Last).SingleAsync(ct));
    }

    private static string Numbered(string spokeCode, long count) => string.Create(null, $"{spokeCode}-{count:00000}");

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(5.5));

    // The message carries what was asked, without how it was asked.
    private static RequestContent ContentOf(Command command) => new()
    {
        Specialty = command.Specialty,
        Urgency = command.Urgency,
        Question = command.Question.Trim(),
        Complaints = command.Complaints,
        Vitals = command.Vitals,
        History = command.History,
        Examination = command.Examination,
        TreatmentGiven = command.TreatmentGiven,
        Impression = command.Impression,
        Allergies = command.Allergies,
        CurrentMedicines = command.CurrentMedicines,
        Pregnancy = command.Pregnancy,
        PointOfCareTests = command.PointOfCareTests,
        Consent = command.Consent,
        AccompaniedBy = command.AccompaniedBy,
        Findings = command.Findings,
        NoKnownAllergies = command.NoKnownAllergies,
        IsPregnant = command.IsPregnant,
        UrgencyOverride = command.UrgencyOverride,
        IncompleteBecause = command.IncompleteBecause,
        AmbulanceCalledAt = command.AmbulanceCalledAt,
    };
}
