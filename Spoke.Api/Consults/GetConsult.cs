using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>One request with everything that happened to it, and the advice after a fresh check of its signature.</summary>
public sealed class GetConsult(SpokeDb db, CurrentAccount me, ProgrammeKey programme, PrescribingPolicy policy)
{
    /// <summary>The request as its requester sees it.</summary>
    public sealed record View
    {
        public required Guid Id { get; init; }
        public required string Number { get; init; }
        public required string SpokeCode { get; init; }
        public required string HubCode { get; init; }
        public required RequestStatus Status { get; init; }

        /// <summary>The specialty that is asked now; the request says which was asked at first.</summary>
        public required string Specialty { get; init; }

        /// <summary>Why it was passed on the last time; null when it is where it was sent.</summary>
        public required string? RedirectReason { get; init; }

        public required DateTimeOffset StatusSince { get; init; }
        public required int Version { get; init; }
        public required bool IsPractice { get; init; }
        public required Guid? PatientId { get; init; }
        public required PatientSummary? Patient { get; init; }
        public required RequestContent? Request { get; init; }
        public required string RequestedBy { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public required DateTimeOffset? QueuedAt { get; init; }

        /// <summary>The request has left this computer at least once.</summary>
        public required bool WasSent { get; init; }

        public required string? PractitionerName { get; init; }
        public required string? ReturnReason { get; init; }
        public required string? ReturnText { get; init; }
        public required string? RefusedCode { get; init; }
        public required Guid? Corrects { get; init; }

        /// <summary>The request that corrects this one, if it was returned and corrected.</summary>
        public required Guid? CorrectedBy { get; init; }

        /// <summary>Draft: the step to go on at.</summary>
        public required string? DraftStep { get; init; }

        /// <summary>The patient is to be told the advice, or that it was taken back.</summary>
        public required bool AwaitsTelling { get; init; }

        /// <summary>It reached the hub more than 72 hours after it was asked, and nobody has said that it still stands.</summary>
        public required bool AwaitsConfirmation { get; init; }

        /// <summary>As asked, or higher since vitals asked for more haste.</summary>
        public required Urgency Urgency { get; init; }

        /// <summary>The hub's latest word on when to expect the answer; null before the first, and when it is answered.</summary>
        public required ConsultPromised? Promise { get; init; }

        /// <summary>How the doctor found the request; null while nobody has said.</summary>
        public required string? Rating { get; init; }

        /// <summary>With the request or after it.</summary>
        public required DateTimeOffset? AmbulanceCalledAt { get; init; }

        /// <summary>When the patient took consent back; null while it holds.</summary>
        public required DateTimeOffset? ConsentWithdrawnAt { get; init; }

        public required string? ConsentWithdrawnReason { get; init; }

        /// <summary>The consult that this one goes on from.</summary>
        public required Linked? FollowsUp { get; init; }

        /// <summary>Requests that go on from this one.</summary>
        public required IReadOnlyList<Linked> FollowedUpBy { get; init; }

        /// <summary>Of the lines of the advice in force: what the patient was given.</summary>
        public required IReadOnlyList<Given> Dispensed { get; init; }

        public required HowTold? ToldHow { get; init; }
        public required DateTimeOffset? ToldAt { get; init; }
        public required Outcome? Outcome { get; init; }
        public required string? OutcomeText { get; init; }
        public required IReadOnlyList<Message> Thread { get; init; }
        public required IReadOnlyList<Happened> Events { get; init; }

        /// <summary>The advice in force; null before there is any.</summary>
        public required AdviceNote? Advice { get; init; }

        /// <summary>What <see cref="Advice"/> is known by.</summary>
        public required string? AdviceHash { get; init; }

        /// <summary>The treating doctor's own prescription that is in force; null where there is none.</summary>
        public required AdviceNote? OwnPrescription { get; init; }

        /// <summary>The doctor took <see cref="Advice"/> back: when and why.</summary>
        public required WithdrawalNote? Withdrawal { get; init; }

        public required DateTimeOffset? AdviceReceivedAt { get; init; }
        public required DateOnly? CertificateUntil { get; init; }
    }

    /// <param name="DeliveredAt">Of what was supplied: when the hub had it, as far as its receipt is still kept (30 days); null of a question.</param>
    /// <param name="IsOnItsWay">Of what was supplied: no receipt has come from the hub yet.</param>
    /// <param name="ReadAt">When the other side first read it.</param>
    /// <param name="Attachments">Numbers of the pictures that went with it.</param>
    public sealed record Message(
        Guid InformationId, bool FromHub, string Text, Vitals? Vitals, string By, DateTimeOffset At,
        DateTimeOffset? DeliveredAt, bool IsOnItsWay, DateTimeOffset? ReadAt, string? ReadBy, IReadOnlyList<int> Attachments);

    public sealed record Linked(Guid Id, string Number, DateTimeOffset At, RequestStatus Status);

    /// <param name="Line">From 1.</param>
    public sealed record Given(int Line, string Medicine, DispenseResult Result, decimal? Quantity, string By, DateTimeOffset At);

    public sealed record Happened(string Kind, string? By, string? Code, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}", (Guid consultId, GetConsult act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(GetConsult));

    public async Task<Results<Ok<View>, NotFound>> Handle(Guid consultId, CancellationToken ct) =>
        await Read(consultId, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private async Task<IReadOnlyList<Linked>> Links(Expression<Func<ConsultRequest, bool>> which, CancellationToken ct) =>
        await db.Requests.AsNoTracking().OfSpokes(await me.PlacesToday(ct)).Where(which).OrderBy(c => c.Id)
            .Select(c => new Linked(c.ConsultId, c.Number, c.QueuedAt ?? c.CreatedAt, c.Status)).ToListAsync(ct);

    // The hub's receipt closes the row of what was supplied: that is when the hub had it.
    private async Task<Dictionary<Guid, (DateTimeOffset? At, bool IsOpen)>> ReceiptsOf(ConsultRequest request, CancellationToken ct)
    {
        var supplied = request.Thread.Where(m => m.MessageId is not null).Select(m => m.MessageId!.Value).ToList();
        return await db.Outbox.Where(m => supplied.Contains(m.MessageId)).Select(m => new { m.MessageId, m.State, m.ClosedAt })
            .ToDictionaryAsync(m => m.MessageId, m => (m.State == OutboxState.Received ? m.ClosedAt : null, m.State == OutboxState.Open), ct);
    }

    public async Task<View?> Read(Guid consultId, CancellationToken ct)
    {
        var requests = db.Requests.AsNoTracking().AsSplitQuery().Include(r => r.Thread).Include(r => r.Events).Include(r => r.Advice).Include(r => r.Prescriptions).Include(r => r.Dispensed);
        if (await requests.One(consultId, await me.PlacesToday(ct), ct) is not { } r) return null;
        var received = r.Advice.MaxBy(a => a.Version);
        var sent = await ReceiptsOf(r, ct);
        var attached = (await db.Attachments.Where(a => a.ConsultId == consultId && a.SentAt != null && a.InformationId != null)
            .Select(a => new { a.InformationId, a.Number }).ToListAsync(ct)).ToLookup(a => a.InformationId, a => a.Number);
        var (note, _, _) = received is null ? default : SignedAdvice.Check(received.Document, programme.Key, policy);
        return new View
        {
            Id = r.ConsultId,
            Number = r.Number,
            SpokeCode = r.SpokeCode,
            HubCode = r.HubCode,
            Status = r.Status,
            Specialty = r.Specialty,
            RedirectReason = r.Events.Where(e => e.Kind == "redirected").MaxBy(e => e.Id)?.Code,
            StatusSince = r.StatusSince,
            Version = r.Version,
            IsPractice = r.IsPractice,
            PatientId = r.PatientId,
            Patient = r.Patient,
            Request = r.Content,
            RequestedBy = r.RequestedBy,
            CreatedAt = r.CreatedAt,
            QueuedAt = r.QueuedAt,
            WasSent = r.HubVersion > 0 || await db.Outbox.AnyAsync(m => m.ConsultId == consultId && m.Sends > 0, ct),
            PractitionerName = r.PractitionerName,
            ReturnReason = r.ReturnReason,
            ReturnText = r.ReturnText,
            RefusedCode = r.RefusedCode,
            Corrects = r.Corrects,
            CorrectedBy = r.Status != RequestStatus.Returned ? null : await db.Requests.Where(c => c.Corrects == consultId && c.Status != RequestStatus.Cancelled)
                .OrderByDescending(c => c.Id).Select(c => (Guid?)c.ConsultId).FirstOrDefaultAsync(ct),
            DraftStep = r.Draft?.Step,
            AwaitsTelling = r.AwaitsTelling,
            AwaitsConfirmation = r.AwaitsConfirmation,
            Urgency = r.Urgency,
            Promise = r.AwaitsHub ? r.Promise : null,
            Rating = r.Events.Where(e => e.Kind == "rated").MaxBy(e => e.At)?.Code,
            AmbulanceCalledAt = r.AmbulanceCalledAt ?? r.Content?.AmbulanceCalledAt,
            ConsentWithdrawnAt = r.ConsentWithdrawnAt,
            ConsentWithdrawnReason = r.ConsentWithdrawnReason,
            FollowsUp = r.FollowsUp is not null && await Links(c => c.ConsultId == r.FollowsUp, ct) is [var earlier, ..] ? earlier : null,
            FollowedUpBy = await Links(c => c.FollowsUp == consultId, ct),
            Dispensed = [.. r.Dispensed.Where(d => d.AdviceVersion == r.AdviceVersion).OrderBy(d => d.Line)
                .Select(d => new Given(d.Line, d.Medicine, d.Result, d.Quantity, d.By, d.At))],
            ToldHow = r.ToldHow,
            ToldAt = r.ToldAt,
            Outcome = r.Outcome,
            OutcomeText = r.OutcomeText,
            Thread = [.. r.Thread.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new Message(m.InformationId, m.FromHub, m.Text, m.Vitals, m.By, m.At,
                sent.GetValueOrDefault(m.MessageId ?? default).At, sent.GetValueOrDefault(m.MessageId ?? default).IsOpen, m.ReadAt, m.ReadBy, [.. attached[m.InformationId].Order()]))],
            Events = [.. r.Events.OrderBy(e => e.Id).Select(e => new Happened(e.Kind, e.By, e.Code, e.At))],
            Advice = note,
            AdviceHash = received is null ? null : SignedAdvice.HashOf(received.Document),
            OwnPrescription = r.Prescriptions.MaxBy(p => p.Version) is { Withdrawal: null } own ? SignedPrescription.Check(own.Document, programme.Key, policy).Note : null,
            Withdrawal = received?.Withdrawal is { } withdrawal ? SignedWithdrawal.Check(withdrawal, received.Document, programme.Key).Note : null,
            AdviceReceivedAt = received?.ReceivedAt,
            CertificateUntil = received?.CertificateUntil,
        };
    }
}
