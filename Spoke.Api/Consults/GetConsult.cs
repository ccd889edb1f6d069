using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Advice;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Patients;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
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

        /// <summary>How the doctor found the request; null while nobody has said.</summary>
        public required string? Rating { get; init; }

        public required HowTold? ToldHow { get; init; }
        public required DateTimeOffset? ToldAt { get; init; }
        public required Outcome? Outcome { get; init; }
        public required string? OutcomeText { get; init; }
        public required IReadOnlyList<Message> Thread { get; init; }
        public required IReadOnlyList<Happened> Events { get; init; }

        /// <summary>The advice in force; null before there is any.</summary>
        public required AdviceNote? Advice { get; init; }

        /// <summary>The doctor took <see cref="Advice"/> back: when and why.</summary>
        public required WithdrawalNote? Withdrawal { get; init; }

        public required DateTimeOffset? AdviceReceivedAt { get; init; }
        public required DateOnly? CertificateUntil { get; init; }
    }

    public sealed record Message(Guid InformationId, bool FromHub, string Text, Vitals? Vitals, string By, DateTimeOffset At);

    public sealed record Happened(string Kind, string? By, string? Code, DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}", (Guid consultId, GetConsult act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(GetConsult));

    public async Task<Results<Ok<View>, NotFound>> Handle(Guid consultId, CancellationToken ct) =>
        await Read(consultId, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    public async Task<View?> Read(Guid consultId, CancellationToken ct)
    {
        var requests = db.Requests.AsNoTracking().AsSplitQuery().Include(r => r.Thread).Include(r => r.Events).Include(r => r.Advice);
        if (await requests.One(consultId, await me.PlacesToday(ct), ct) is not { } r) return null;
        var received = r.Advice.MaxBy(a => a.Version);
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
            Rating = r.Events.Where(e => e.Kind == "rated").MaxBy(e => e.At)?.Code,
            ToldHow = r.ToldHow,
            ToldAt = r.ToldAt,
            Outcome = r.Outcome,
            OutcomeText = r.OutcomeText,
            Thread = [.. r.Thread.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new Message(m.InformationId, m.FromHub, m.Text, m.Vitals, m.By, m.At))],
            Events = [.. r.Events.OrderBy(e => e.Id).Select(e => new Happened(e.Kind, e.By, e.Code, e.At))],
            Advice = note,
            Withdrawal = received?.Withdrawal is { } withdrawal ? SignedWithdrawal.Check(withdrawal, received.Document, programme.Key).Note : null,
            AdviceReceivedAt = received?.ReceivedAt,
            CertificateUntil = received?.CertificateUntil,
        };
    }
}
