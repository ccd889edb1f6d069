using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>The requests of the reader's spokes, newest first.</summary>
public sealed class ListConsults(SpokeDb db, CurrentAccount me)
{
    public const int MostTaken = 10_000;

    public sealed record Page(IReadOnlyList<Item> Items, string? Next);

    /// <summary>One row of the list.</summary>
    public sealed record Item
    {
        public required Guid Id { get; init; }
        public required string Number { get; init; }
        public required string SpokeCode { get; init; }
        public required RequestStatus Status { get; init; }
        public required DateTimeOffset StatusSince { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public required DateTimeOffset? QueuedAt { get; init; }
        public required Urgency Urgency { get; init; }
        public required string Specialty { get; init; }
        public required PatientSummary? Patient { get; init; }

        /// <summary>The first complaint, for people to recognise the case by.</summary>
        public required string Complaint { get; init; }

        public required string? PractitionerName { get; init; }
        public required int AdviceVersion { get; init; }
        public required HowTold? ToldHow { get; init; }
        public required bool AwaitsTelling { get; init; }
        public required bool IsPractice { get; init; }
        public required string? ReturnReason { get; init; }
        public required string? RefusedCode { get; init; }

        /// <summary>Draft: the step to go on at.</summary>
        public required string? DraftStep { get; init; }
    }

    public static void Map(IEndpointRouteBuilder consults) => consults
        .MapGet("/", async (ListConsults act, CancellationToken ct, string? status = null, int take = 50, long after = 0) =>
            status is null || Parse(status) is not null
                ? (Results<Ok<Page>, ValidationProblem>)TypedResults.Ok(await act.Read(status is null ? [] : [Parse(status)!.Value], take, after, ct))
                : TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["status"] = [Shared.Hosting.Ui.Texts.Of("validation.status-unknown")] }))
        .RequireAuthorization(Policies.Cho)
        .WithName(nameof(ListConsults));

    /// <param name="statuses">Empty means all.</param>
    /// <param name="after">The <c>next</c> of the page before.</param>
    public async Task<Page> Read(IReadOnlyList<RequestStatus> statuses, int take, long after, CancellationToken ct)
    {
        take = Math.Clamp(take, 1, MostTaken);
        var requests = db.Requests.AsNoTracking().OfSpokes(await me.PlacesToday(ct));
        if (statuses.Count > 0) requests = requests.Where(r => statuses.Contains(r.Status));
        if (after > 0) requests = requests.Where(r => r.Id < after);
        var rows = await requests.OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct);
        return new Page([.. rows.Take(take).Select(ItemOf)], rows.Count > take ? rows[take - 1].Id.ToString(null, null) : null);
    }

    private static Item ItemOf(ConsultRequest r) => new()
    {
        Id = r.ConsultId,
        Number = r.Number,
        SpokeCode = r.SpokeCode,
        Status = r.Status,
        StatusSince = r.StatusSince,
        CreatedAt = r.CreatedAt,
        QueuedAt = r.QueuedAt,
        Urgency = r.Urgency,
        Specialty = r.Specialty,
        Patient = r.Patient,
        Complaint = r.Content?.Complaints is [var first, ..] ? first.Text : r.Draft?["complaints[0].text"] ?? "",
        PractitionerName = r.PractitionerName,
        AdviceVersion = r.AdviceVersion,
        ToldHow = r.ToldHow,
        AwaitsTelling = r.AwaitsTelling,
        IsPractice = r.IsPractice,
        ReturnReason = r.ReturnReason,
        RefusedCode = r.RefusedCode,
        DraftStep = r.Draft?.Step,
    };

    private static RequestStatus? Parse(string status) =>
        Enum.GetValues<RequestStatus>().Cast<RequestStatus?>().FirstOrDefault(s => ConsultRequest.Code(s!.Value) == status);
}
