using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Patients;
using Shared.Hosting.Identity;

namespace Hub.Api.Advice;

/// <summary>What became of the patients on whom the reader advised, and of how many nobody knows.</summary>
public sealed class GetMyAdvice(HubDb db, CurrentAccount me)
{
    /// <summary>The word for advice whose consult nobody has closed yet.</summary>
    public const string Open = "open";

    public const int MostTaken = 10_000;

    /// <param name="Counts">Of all own advice, by outcome; <see cref="Open"/> where none is recorded yet.</param>
    /// <param name="Next">What to give as <c>after</c> for the page that follows; null on the last.</param>
    public sealed record Page(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<Item> Items, string? Next);

    public sealed record Item
    {
        public required Guid ConsultId { get; init; }
        public required string Number { get; init; }
        public required string SpokeCode { get; init; }
        public required PatientSummary? Patient { get; init; }

        /// <summary>The first complaint, for the doctor to recognise the case by.</summary>
        public required string Complaint { get; init; }

        public required DateTimeOffset AdvisedAt { get; init; }

        /// <summary>The doctor has taken the advice in force back.</summary>
        public required bool IsWithdrawn { get; init; }

        public required ConsultStatus Status { get; init; }

        /// <summary>Null while the consult is open.</summary>
        public required Outcome? Outcome { get; init; }

        public required string? OutcomeText { get; init; }
        public required DateTimeOffset StatusSince { get; init; }

        /// <summary>Lines of the advice in force of which somebody recorded what was given, and how many of them were given in full.</summary>
        public required int LinesRecorded { get; init; }

        public required int LinesGiven { get; init; }
    }

    /// <summary>What can be asked for beside all.</summary>
    public static readonly string[] Kinds = [Open, .. Enum.GetValues<Outcome>().Select(Consult.CodeOf)];

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/my-advice", (GetMyAdvice act, CancellationToken ct, string? outcome = null, int take = 50, long after = 0) => act.Handle(outcome, take, after, ct))
        .RequireAuthorization(Policies.Specialist)
        .WithName(nameof(GetMyAdvice));

    public async Task<Ok<Page>> Handle(string? outcome, int take, long after, CancellationToken ct) => TypedResults.Ok(await Read(outcome, take, after, ct));

    /// <param name="outcome">One of <see cref="Kinds"/>; anything else means all.</param>
    public async Task<Page> Read(string? outcome, int take, long after, CancellationToken ct)
    {
        take = Math.Clamp(take, 1, MostTaken);
        var code = me.PractitionerCode;
        var mine = db.Consults.AsNoTracking().AtHubs(await me.PlacesToday(ct)).Where(c => c.Advice.Any(a => a.PractitionerCode == code));
        var kinds = await mine.GroupBy(c => new { c.Status, c.Outcome }).Select(k => new { k.Key.Status, k.Key.Outcome, Count = k.Count() }).ToListAsync(ct);
        var counts = Kinds.ToDictionary(kind => kind, kind => kinds.Where(k => KindOf(k.Status, k.Outcome) == kind).Sum(k => k.Count));

        var wanted = Enum.GetValues<Outcome>().Cast<Outcome?>().FirstOrDefault(o => Consult.CodeOf(o!.Value) == outcome);
        var rows = outcome == Open ? mine.Where(c => c.Status != ConsultStatus.Closed)
            : wanted is Outcome.NotKnown ? mine.Where(c => c.Status == ConsultStatus.Closed && (c.Outcome == null || c.Outcome == Outcome.NotKnown))
            : wanted is not null ? mine.Where(c => c.Outcome == wanted)
            : mine;
        if (after > 0) rows = rows.Where(c => c.Id < after);
        var page = await rows.OrderByDescending(c => c.Id).Take(take + 1).Include(c => c.Advice).Include(c => c.Dispensed).AsSplitQuery().ToListAsync(ct);
        return new Page(counts, [.. page.Take(take).Select(ItemOf)], page.Count > take ? page[take - 1].Id.ToString(null, null) : null);
    }

    /// <summary>What was closed before outcomes were kept here is as good as not known.</summary>
    private static string KindOf(ConsultStatus status, Outcome? outcome) =>
        status != ConsultStatus.Closed ? Open : Consult.CodeOf(outcome ?? Outcome.NotKnown);

    private static Item ItemOf(Consult c)
    {
        var advice = c.Advice.MaxBy(a => a.Version)!;
        var lines = c.Dispensed.Where(d => d.AdviceVersion == advice.Version).ToArray();
        return new Item
        {
            ConsultId = c.ConsultId,
            Number = c.Number,
            SpokeCode = c.SpokeCode,
            Patient = c.Patient,
            Complaint = c.Request?.Complaints is [var first, ..] ? first.Text : "",
            AdvisedAt = advice.SignedAt,
            IsWithdrawn = advice.WithdrawnAt is not null,
            Status = c.Status,
            Outcome = c.Status == ConsultStatus.Closed ? c.Outcome ?? Outcome.NotKnown : null,
            OutcomeText = c.OutcomeText,
            StatusSince = c.StatusSince,
            LinesRecorded = lines.Length,
            LinesGiven = lines.Count(d => d.Result == DispenseResult.Given),
        };
    }
}
