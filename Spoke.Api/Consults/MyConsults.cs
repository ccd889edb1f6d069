using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Shared.Contracts.Directory;
using Shared.Contracts.Prescriptions;
using Shared.Contracts.Signing;
using Shared.Hosting.Identity;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>What the reader has on hand, ordered by what a person must do next: the first page.</summary>
public sealed class MyConsults(SpokeDb db, CurrentAccount me, ProgrammeKey programme, PrescribingPolicy policy, TimeProvider clock)
{
    /// <summary>A returned request asks to be corrected for so long; then it is only found among the closed ones.</summary>
    public static readonly TimeSpan ReturnedShown = TimeSpan.FromDays(7);

    /// <summary>The outcome is asked for at the next visit, or so long after the patient was told.</summary>
    public static readonly TimeSpan OutcomeAfter = TimeSpan.FromDays(7);

    private const int Most = 500;

    /// <summary>A request with what its row says beside it.</summary>
    /// <param name="WasSent">It has left this computer at least once.</param>
    /// <param name="Asked">The doctor's open question.</param>
    public sealed record Row(ConsultRequest Request, bool WasSent, int Medicines, int Tests, string? Asked);

    public sealed record Work
    {
        public required IReadOnlyList<Row> ToTell { get; init; }
        public required IReadOnlyList<Row> Asked { get; init; }
        public required IReadOnlyList<Row> Returned { get; init; }
        public required IReadOnlyList<Row> Waiting { get; init; }
        public required IReadOnlyList<Row> Drafts { get; init; }
        public required IReadOnlyList<Row> Outcome { get; init; }

        /// <summary>Of <see cref="Outcome"/>: what is asked for now, because the patient was here or a week is over.</summary>
        public IEnumerable<Row> OutcomeDue => Outcome.Where(r => r.Request.OutcomeAskedAt is not null);
        public required IReadOnlyList<Row> Practice { get; init; }

        public int ToDo => ToTell.Count + Asked.Count + Returned.Count + OutcomeDue.Count();
        public int Open => ToDo + Waiting.Count + Drafts.Count;

        /// <summary>Requests that have not left this computer yet.</summary>
        public int Unsent => Waiting.Count(r => r.Request.Status == RequestStatus.Queued && !r.WasSent);
    }

    public sealed record Over(IReadOnlyList<Row> Rows, long? Next);

    public async Task<Work> Read(CancellationToken ct)
    {
        var rows = await Mine(await me.PlacesToday(ct)).Where(r => !r.IsPractice || r.Status != RequestStatus.Cancelled)
            .Where(OpenOrReturned(clock.GetUtcNow() - ReturnedShown)).OrderByDescending(r => r.Id).Take(Most)
            .Include(r => r.Advice).Include(r => r.Thread).AsSplitQuery().ToListAsync(ct);
        var ids = rows.Where(r => r.Status == RequestStatus.Queued).Select(r => r.ConsultId).ToList();
        var sent = (await db.Outbox.Where(m => ids.Contains(m.ConsultId) && m.Sends > 0).Select(m => m.ConsultId).ToListAsync(ct)).ToHashSet();
        var returned = rows.Where(r => r.Status == RequestStatus.Returned).Select(r => (Guid?)r.ConsultId).ToList();
        var corrected = await db.Requests.Where(r => returned.Contains(r.Corrects) && r.Status != RequestStatus.Draft && r.Status != RequestStatus.Cancelled)
            .Select(r => r.Corrects).ToListAsync(ct);

        Row[] all = [.. rows.Where(r => !corrected.Contains(r.ConsultId)).Select(r => RowOf(r, r.HubVersion > 0 || sent.Contains(r.ConsultId)))];
        Row[] Where(Func<ConsultRequest, bool> which) => [.. all.Where(r => !r.Request.IsPractice && which(r.Request))];
        return new Work
        {
            ToTell = [.. Where(r => r.AwaitsTelling).OrderByDescending(r => r.Request.Urgency)],
            Asked = [.. Where(r => r.Status == RequestStatus.InformationAsked || r.AwaitsConfirmation).OrderByDescending(r => r.Request.Urgency)],
            Returned = Where(r => r.Status == RequestStatus.Returned),
            Waiting = [.. Where(r => r.Status is RequestStatus.Queued or RequestStatus.Received or RequestStatus.Accepted or RequestStatus.Cancelling && !r.AwaitsConfirmation)
                .OrderByDescending(r => r.Request.Urgency)],
            Drafts = Where(r => r.Status == RequestStatus.Draft),
            Outcome = [.. Where(r => r is { Status: RequestStatus.Acknowledged, PatientKnows: true }).OrderBy(r => r.Request.ToldAt)],
            Practice = [.. all.Where(r => r.Request.IsPractice)],
        };
    }

    /// <summary>How many things wait for the reader: advice to tell, questions to answer, returned requests.</summary>
    public async Task<int> ToDo(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - ReturnedShown;
        return await Mine(await me.PlacesToday(ct)).CountAsync(r => !r.IsPractice
            && (r.Status == RequestStatus.Advised
                || r.TellAgain
                || r.Status == RequestStatus.InformationAsked
                || (r.ArrivedLate && (r.Status == RequestStatus.Received || r.Status == RequestStatus.Accepted))
                || (r.Status == RequestStatus.Acknowledged && (r.ToldHow == null || r.ToldHow == HowTold.NotReached || r.OutcomeAskedAt != null))
                || (r.Status == RequestStatus.Returned && r.StatusSince >= since
                    && !db.Requests.Any(c => c.Corrects == r.ConsultId && c.Status != RequestStatus.Draft && c.Status != RequestStatus.Cancelled))), ct);
    }

    /// <param name="after">The <c>Next</c> of the page before.</param>
    public async Task<Over> ReadOver(int take, long after, CancellationToken ct)
    {
        RequestStatus[] over = [RequestStatus.Closed, RequestStatus.Returned, RequestStatus.Cancelled];
        var requests = Mine(await me.PlacesToday(ct)).Where(r => over.Contains(r.Status) && (after == 0 || r.Id < after));
        var rows = await requests.OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct);
        return new Over([.. rows.Take(take).Select(r => RowOf(r, true))], rows.Count > take ? rows[take - 1].Id : null);
    }

    private IQueryable<ConsultRequest> Mine(IReadOnlyList<string> places) => db.Requests.AsNoTracking().OfSpokes(places);

    private static Expression<Func<ConsultRequest, bool>> OpenOrReturned(DateTimeOffset since) => r =>
        (r.Status != RequestStatus.Closed && r.Status != RequestStatus.Cancelled && r.Status != RequestStatus.Returned)
        || (r.Status == RequestStatus.Returned && r.StatusSince >= since)
        || r.TellAgain;

    private Row RowOf(ConsultRequest request, bool wasSent)
    {
        var advice = request.AwaitsTelling && request.Advice.MaxBy(a => a.Version) is { } received
            ? SignedAdvice.Check(received.Document, programme.Key, policy).Note
            : null;
        var asked = request.Status == RequestStatus.InformationAsked ? request.Thread.Where(m => m.FromHub).MaxBy(m => m.Id)?.Text : null;
        return new Row(request, wasSent, advice?.Medicines.Count ?? 0, advice?.Tests.Count ?? 0, asked);
    }
}
