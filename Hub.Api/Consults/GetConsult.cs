using System.Linq.Expressions;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;

namespace Hub.Api.Consults;

/// <summary>Everything a doctor needs to know of one consult, on one page.</summary>
public sealed class GetConsult(HubDb db, CurrentAccount me)
{
    /// <summary>The consult as the doctor sees it.</summary>
    public sealed record View
    {
        public required Guid ConsultId { get; init; }
        public required string Number { get; init; }
        public required string HubCode { get; init; }
        public required string SpokeCode { get; init; }
        public required ConsultStatus Status { get; init; }

        /// <summary>The specialty that is asked here; the request says which was asked at first.</summary>
        public required string Specialty { get; init; }

        /// <summary>Where it has been before, oldest first.</summary>
        public required IReadOnlyList<HopStep> Path { get; init; }

        /// <summary>It has been here for this specialty before.</summary>
        public required bool GoesRound { get; init; }

        /// <summary>The colleague it was passed on to by name.</summary>
        public required string? MeantFor { get; init; }

        /// <summary>The hub that has it now, when it was passed on.</summary>
        public required string? WentTo { get; init; }


        /// <summary>As asked, or higher since vitals came that ask for more haste.</summary>
        public required Urgency Urgency { get; init; }

        public required DateTimeOffset StatusSince { get; init; }
        public required int Version { get; init; }
        public required DateTimeOffset RequestedAt { get; init; }
        public required DateTimeOffset ReceivedAt { get; init; }
        public required bool ArrivedLate { get; init; }
        public required DateTimeOffset? ConfirmedAt { get; init; }
        public required PatientSummary? Patient { get; init; }
        public required RequestContent? Request { get; init; }
        public required Requester? Requester { get; init; }
        public required string? HolderName { get; init; }

        /// <summary>Only for its holder.</summary>
        public required string? Token { get; init; }

        public required DateTimeOffset? LeaseExpiresAt { get; init; }
        public required IReadOnlyList<Message> Thread { get; init; }
        public required IReadOnlyList<Happened> Events { get; init; }
        public required IReadOnlyList<SignedVersion> Advice { get; init; }
        public required IReadOnlyList<Attached> Attachments { get; init; }

        /// <summary>The consult that this one goes on from, if it is at the reader's hubs.</summary>
        public required Linked? FollowsUp { get; init; }

        /// <summary>Consults that go on from this one.</summary>
        public required IReadOnlyList<Linked> FollowedUpBy { get; init; }

        /// <summary>What the patient was given, of every version of the advice.</summary>
        public required IReadOnlyList<Given> Dispensed { get; init; }

        public required Outcome? Outcome { get; init; }
        public required string? OutcomeText { get; init; }

        /// <summary>When the patient took consent back; null while it holds.</summary>
        public required DateTimeOffset? ConsentWithdrawnAt { get; init; }

        public required string? ConsentWithdrawnReason { get; init; }

        /// <summary>With the request or after it.</summary>
        public required DateTimeOffset? AmbulanceCalledAt { get; init; }
    }

    /// <param name="DeliveredAt">Of a question: when the spoke had it, as far as its receipt is still kept (30 days); of an answer, when it came here.</param>
    /// <param name="IsOnItsWay">Of a question: no receipt has come from the spoke yet.</param>
    /// <param name="ReadAt">When the other side first read it.</param>
    /// <param name="Attachments">Numbers of the pictures that came with it.</param>
    public sealed record Message(
        Guid InformationId, bool FromHub, string Text, Vitals? Vitals, string By, DateTimeOffset At,
        DateTimeOffset? DeliveredAt, bool IsOnItsWay, DateTimeOffset? ReadAt, string? ReadBy, IReadOnlyList<int> Attachments);

    /// <param name="ArrivedAt">Null while it is still on its way.</param>
    /// <param name="DamagedAt">It came, and was not what the spoke had announced.</param>
    public sealed record Attached(
        int Number, AttachmentKind Kind, string ContentType, int Bytes, string Sha256, Guid? InformationId, DateTimeOffset? ArrivedAt, DateTimeOffset? DamagedAt);

    public sealed record Linked(Guid ConsultId, string Number, DateTimeOffset ReceivedAt, string? Doctor);

    /// <param name="Line">From 1.</param>
    public sealed record Given(int AdviceVersion, int Line, string Medicine, DispenseResult Result, decimal? Quantity, string By, DateTimeOffset At);

    public sealed record Happened(string Kind, string? By, string? Code, DateTimeOffset At);

    /// <param name="IsMine">The reader signed it, and may take it back.</param>
    /// <param name="WithdrawnAt">Null while the doctor stands by it.</param>
    public sealed record SignedVersion(int Version, string PractitionerName, bool IsMine, string Document, DateTimeOffset SignedAt, DateTimeOffset? WithdrawnAt);

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/{consultId:guid}", (Guid consultId, GetConsult act, CancellationToken ct) => act.Handle(consultId, ct))
        .RequireAuthorization(Policies.HubReader)
        .WithName(nameof(GetConsult));

    public async Task<Results<Ok<View>, NotFound>> Handle(Guid consultId, CancellationToken ct) =>
        await Read(consultId, ct) is { } view ? TypedResults.Ok(view) : TypedResults.NotFound();

    private async Task<IReadOnlyList<Linked>> Links(Expression<Func<Consult, bool>> which, CancellationToken ct) =>
        await db.Consults.AsNoTracking().AtHubs(await me.PlacesToday(ct)).Where(which).OrderBy(c => c.Id)
            .Select(c => new Linked(c.ConsultId, c.Number, c.ReceivedAt, c.Advice.OrderByDescending(a => a.Id).Select(a => a.PractitionerName).FirstOrDefault())).ToListAsync(ct);

    // The spoke's receipt closes the row of the question: that is when the spoke had it.
    private async Task<Dictionary<Guid, (DateTimeOffset? At, bool IsOpen)>> ReceiptsOf(Consult consult, CancellationToken ct)
    {
        var asked = consult.Thread.Where(m => m.FromHub && m.MessageId is not null).Select(m => m.MessageId!.Value).ToList();
        return await db.Outbox.Where(m => asked.Contains(m.MessageId)).Select(m => new { m.MessageId, m.State, m.ClosedAt })
            .ToDictionaryAsync(m => m.MessageId, m => (m.State == OutboxState.Received ? m.ClosedAt : null, m.State == OutboxState.Open), ct);
    }

    public async Task<View?> Read(Guid consultId, CancellationToken ct)
    {
        var consults = db.Consults.AsNoTracking().AsSplitQuery().Include(c => c.Thread).Include(c => c.Events).Include(c => c.Advice).Include(c => c.Attachments).Include(c => c.Dispensed);
        if (await consults.One(consultId, await me.PlacesToday(ct), ct) is not { } c) return null;
        var mine = c.Lease?.HolderId == me.Id;
        var received = await ReceiptsOf(c, ct);
        return new View
        {
            ConsultId = c.ConsultId,
            Number = c.Number,
            HubCode = c.HubCode,
            SpokeCode = c.SpokeCode,
            Status = c.Status,
            Specialty = c.Specialty,
            Path = c.Path ?? [],
            GoesRound = c.GoesRound,
            MeantFor = c.MeantFor,
            WentTo = c.WentTo,
            Urgency = c.Urgency,
            StatusSince = c.StatusSince,
            Version = c.Version,
            RequestedAt = c.RequestedAt,
            ReceivedAt = c.ReceivedAt,
            ArrivedLate = c.ArrivedLate,
            ConfirmedAt = c.ConfirmedAt,
            Patient = c.Patient,
            Request = c.Request,
            Requester = c.Requester,
            HolderName = c.Lease?.HolderName,
            Token = mine ? c.Lease!.Token.ToString(null, null) : null,
            LeaseExpiresAt = c.Lease?.ExpiresAt,
            Thread = [.. c.Thread.OrderBy(m => m.At).ThenBy(m => m.Id).Select(m => new Message(m.InformationId, m.FromHub, m.Text, m.Vitals, m.By, m.At,
                m.FromHub ? received.GetValueOrDefault(m.MessageId ?? default).At : m.At, received.GetValueOrDefault(m.MessageId ?? default).IsOpen, m.ReadAt, m.ReadBy,
                [.. c.Attachments.Where(a => a.InformationId == m.InformationId).Select(a => a.Number).Order()]))],
            Events = [.. c.Events.OrderBy(e => e.Id).Select(e => new Happened(e.Kind, e.By, e.Code, e.At))],
            Advice = [.. c.Advice.OrderBy(a => a.Version).Select(a => new SignedVersion(a.Version, a.PractitionerName, a.PractitionerCode == me.PractitionerCode, a.Document, a.SignedAt, a.WithdrawnAt))],
            FollowsUp = c.FollowsUp is not null && await Links(e => e.ConsultId == c.FollowsUp, ct) is [var earlier, ..] ? earlier : null,
            FollowedUpBy = await Links(e => e.FollowsUp == consultId, ct),
            Dispensed = [.. c.Dispensed.OrderBy(d => d.AdviceVersion).ThenBy(d => d.Line)
                .Select(d => new Given(d.AdviceVersion, d.Line, d.Medicine, d.Result, d.Quantity, d.By, d.At))],
            Outcome = c.Outcome,
            OutcomeText = c.OutcomeText,
            ConsentWithdrawnAt = c.ConsentWithdrawnAt,
            ConsentWithdrawnReason = c.ConsentWithdrawnReason,
            AmbulanceCalledAt = c.AmbulanceCalledAt ?? c.Request?.AmbulanceCalledAt,
            Attachments = [.. c.Attachments.OrderBy(a => a.Number)
                .Select(a => new Attached(a.Number, a.Kind, a.ContentType, a.Bytes, a.Sha256, a.InformationId, a.ArrivedAt, a.DamagedAt))],
        };
    }
}
