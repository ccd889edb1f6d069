using System.Text.Json.Serialization;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Contracts.Triage;
using Shared.Hosting.Identity;
using Shared.Hosting.Ui;

namespace Hub.Api.Assignment;

/// <summary>What waits at the reader's hubs and what the reader holds: the emergency first, then the earliest deadline.</summary>
public sealed class GetQueue(HubDb db, CurrentAccount me, TimeProvider clock)
{
    public const int MostTaken = 10_000;

    /// <param name="Next">What to give as <c>after</c> for the page that follows; null on the last.</param>
    public sealed record Page(IReadOnlyList<Item> Items, string? Next);

    /// <summary>One row of the queue.</summary>
    public sealed record Item
    {
        public required Guid ConsultId { get; init; }
        public required string Number { get; init; }
        public required string HubCode { get; init; }
        public required string SpokeCode { get; init; }
        public required string Specialty { get; init; }
        public required Urgency Urgency { get; init; }

        /// <summary>What the red flags of the request propose, where the requester chose less haste; null otherwise.</summary>
        public required Urgency? Proposed { get; init; }

        public required ConsultStatus Status { get; init; }
        public required string PatientName { get; init; }
        public required int? PatientAge { get; init; }
        public required Sex? PatientSex { get; init; }
        public required string Question { get; init; }
        public required DateTimeOffset ReceivedAt { get; init; }
        public required DateTimeOffset RequestedAt { get; init; }

        /// <summary>It was asked more than 72 hours before it arrived.</summary>
        public required bool ArrivedLate { get; init; }

        /// <summary>When the requester said that it still stands all the same.</summary>
        public required DateTimeOffset? ConfirmedAt { get; init; }

        /// <summary>What the requester was told; null when no promise could be made.</summary>
        public required DateTimeOffset? PromisedBy { get; init; }

        /// <summary>It is kept for this doctor, by code, until then; null when it is anybody's.</summary>
        public required string? ReservedFor { get; init; }

        public required DateTimeOffset? ReservedUntil { get; init; }

        /// <summary>It is offered to the reader, until then; null when it is not.</summary>
        public required DateTimeOffset? OfferedUntil { get; init; }

        /// <summary>It goes on from a consult that the reader answered: theirs first, though anybody may take it.</summary>
        public required bool IsMyFollowUp { get; init; }

        public required bool IsMine { get; init; }
        public required string? HolderName { get; init; }

        /// <summary>The doctor who passed it on; null when it came from the centre.</summary>
        public required string? PassedOnBy { get; init; }

        /// <summary>It was passed on to the reader by name; others may still take it.</summary>
        public required bool IsMeantForReader { get; init; }

        /// <summary>It has been at this hub for this specialty before.</summary>
        public required bool GoesRound { get; init; }
        public required DateTimeOffset? LeaseExpiresAt { get; init; }

        /// <summary>For the page only, which says a baby's age in months.</summary>
        [JsonIgnore] public PatientSummary? Patient { get; init; }
    }

    /// <summary>What of the queue is wanted; nothing said means all of it.</summary>
    public sealed record Wanted(string? Specialty = null, bool Mine = false, bool Emergencies = false, bool Offered = false);

    /// <summary>How many open consults of one kind there are, for tabs and navigation.</summary>
    public sealed record Tally(string Specialty, Urgency Urgency, ConsultStatus Status, bool IsMine, int Count);

    private IReadOnlyList<Tally>? _tallies;

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/queue", (GetQueue act, CancellationToken ct, string? specialty = null, int take = 200, string? after = null) => act.Handle(specialty, take, after, ct))
        .RequireAuthorization(Policies.HubReader)
        .WithName(nameof(GetQueue));

    public async Task<Ok<Page>> Handle(string? specialty, int take, string? after, CancellationToken ct) =>
        TypedResults.Ok(await Read(new Wanted(specialty), take, after, ct));

    public async Task<Page> Read(Wanted wanted, int take, string? after, CancellationToken ct)
    {
        take = Math.Clamp(take, 1, MostTaken);
        var skip = int.TryParse(after, out var offset) && offset > 0 ? offset : 0;
        var open = await Open(ct);
        if (!string.IsNullOrEmpty(wanted.Specialty)) open = open.Where(c => c.Specialty == wanted.Specialty);
        var reader = me.Id;
        if (wanted.Mine) open = open.Where(c => c.Lease != null && c.Lease.HolderId == reader);
        var (now, code) = (clock.GetUtcNow(), me.PractitionerCode);
        if (wanted.Offered)
            open = open.Where(c => c.Status == ConsultStatus.Waiting && c.Offers.Any(o => o.EndedAt == null && o.ExpiresAt > now && o.PractitionerCode == code));
        if (wanted.Emergencies) open = open.Where(c => c.Urgency == Urgency.Stat);
        var rows = await open.Include(c => c.Offers.Where(o => o.EndedAt == null && o.ExpiresAt > now && o.PractitionerCode == code)).InTurn().Skip(skip).Take(take + 1).ToListAsync(ct);
        return new Page([.. rows.Take(take).Select(ItemOf)], rows.Count > take ? (skip + take).ToString(null, null) : null);
    }

    /// <summary>Counts what is open; once per request, because the page and the frame around it both ask.</summary>
    public async Task<IReadOnlyList<Tally>> Count(CancellationToken ct)
    {
        if (_tallies is not null) return _tallies;
        var reader = me.Id;
        var kinds = (await Open(ct)).GroupBy(c => new { c.Specialty, c.Urgency, c.Status, IsMine = c.Lease != null && c.Lease.HolderId == reader });
        return _tallies = await kinds.Select(k => new Tally(k.Key.Specialty, k.Key.Urgency, k.Key.Status, k.Key.IsMine, k.Count())).ToListAsync(ct);
    }

    private async Task<IQueryable<Consult>> Open(CancellationToken ct) => db.Consults.AsNoTracking().AtHubs(await me.PlacesToday(ct))
        .Where(c => c.Status == ConsultStatus.Waiting || c.Status == ConsultStatus.Accepted || c.Status == ConsultStatus.InformationAsked);

    private static Urgency? ProposedOf(Consult c) => c is { Patient: { } patient, Request: { } request }
        && RedFlags.Assess(request.Vitals, patient.DaysOn(Format.DayOf(c.ReceivedAt)), request.Pregnancy).Proposed is { } proposed
        && proposed > c.Urgency ? proposed : null;

    private Item ItemOf(Consult c) => new()
    {
        ConsultId = c.ConsultId,
        Number = c.Number,
        HubCode = c.HubCode,
        SpokeCode = c.SpokeCode,
        Specialty = c.Specialty,
        Urgency = c.Urgency,
        Proposed = ProposedOf(c),
        Status = c.Status,
        PatientName = c.Patient?.Name ?? "",
        PatientAge = c.Patient?.YearsOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
        PatientSex = c.Patient?.Sex,
        Question = c.Request?.Question ?? "",
        ReceivedAt = c.ReceivedAt,
        RequestedAt = c.RequestedAt,
        ArrivedLate = c.ArrivedLate,
        ConfirmedAt = c.ConfirmedAt,
        PromisedBy = c.PromisedBy,
        ReservedFor = c.ReservedUntil > clock.GetUtcNow() ? c.ReservedFor : null,
        ReservedUntil = c.ReservedUntil > clock.GetUtcNow() ? c.ReservedUntil : null,
        OfferedUntil = c.Status == ConsultStatus.Waiting ? c.Offers.FirstOrDefault()?.ExpiresAt : null,
        IsMyFollowUp = c.FollowsUpDoctor is not null && c.FollowsUpDoctor == me.PractitionerCode,
        IsMine = c.Lease?.HolderId == me.Id,
        HolderName = c.Lease?.HolderName,
        PassedOnBy = c.Path is [.., { By: { } by }] ? by : null,
        IsMeantForReader = c.MeantFor is { } colleague && colleague == me.PractitionerCode,
        GoesRound = c.GoesRound,
        LeaseExpiresAt = c.Lease?.ExpiresAt,
        Patient = c.Patient,
    };
}
