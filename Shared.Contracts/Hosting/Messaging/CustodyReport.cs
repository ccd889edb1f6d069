using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>How custody stands at this moment: for the Connection page of a site and the Operations page of a hub.</summary>
public sealed record CustodyReport
{
    public required bool LinkIsUp { get; init; }
    public required DateTimeOffset LinkSince { get; init; }

    /// <summary>Messages of ours without a receipt.</summary>
    public required int OpenRows { get; init; }

    /// <summary>The same as things that a person sent: all pieces of one picture are one.</summary>
    public required int OpenThings { get; init; }

    /// <summary>Since when the oldest of them waits.</summary>
    public required DateTimeOffset? OldestOpen { get; init; }

    /// <summary>When anything last arrived from anybody.</summary>
    public required DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>One row for each thing; of several pieces the first that is open.</summary>
    public required IReadOnlyList<OpenRow> Open { get; init; }
    public required IReadOnlyList<Gap> Gaps { get; init; }
    public required IReadOnlyList<PutAside> Quarantine { get; init; }
    public required IReadOnlyList<Refused> RefusedByOthers { get; init; }

    /// <summary>An open message without its body.</summary>
    public sealed record OpenRow(Guid MessageId, Guid ConsultId, string To, string Name, DateTimeOffset CreatedAt, int Sends, DateTimeOffset? LastSentAt, DateTimeOffset DueAt);

    /// <summary>A sender's numbers of which one has been missing for more than ten minutes.</summary>
    public sealed record Gap(string Sender, string Receiver, long FirstMissing, long HighestSeen, DateTimeOffset Since);

    public sealed record PutAside(long Id, DateTimeOffset At, string BrokerUser, string Queue, string? Name, string Code, string Reason, DateTimeOffset? ReleasedAt);

    public sealed record Refused(Guid MessageId, Guid ConsultId, string To, string Name, string Code, DateTimeOffset At);

    /// <summary>What is open, a picture of many pieces counted once.</summary>
    public static IQueryable<OutboxMessage> Things(ServiceDb db) => db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Open
        && (m.Whole == null || !db.Outbox.Any(o => o.ConsultId == m.ConsultId && o.Whole == m.Whole && o.State == OutboxState.Open && o.Id < m.Id)));

    public static async Task<CustodyReport> Read(ServiceDb db, Link link, TimeProvider clock, CancellationToken ct)
    {
        const int most = 100;
        var open = db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Open);
        var gapBefore = clock.GetUtcNow() - TimeSpan.FromMinutes(10);
        var now = link.Now;
        return new CustodyReport
        {
            LinkIsUp = now.IsUp,
            LinkSince = now.Since,
            OpenRows = await open.CountAsync(ct),
            OpenThings = await Things(db).CountAsync(ct),
            OldestOpen = await open.MinAsync(m => (DateTimeOffset?)m.CreatedAt, ct),
            LastHeardAt = await db.Peers.MaxAsync(p => p.LastHeardAt, ct),
            Open = await Things(db).OrderBy(m => m.Id).Take(most)
                .Select(m => new OpenRow(m.MessageId, m.ConsultId, m.To, m.Name, m.CreatedAt, m.Sends, m.LastSentAt, m.DueAt)).ToListAsync(ct),
            Gaps = await db.Peers.AsNoTracking().Where(p => p.SeenWithoutGap < p.HighestSeen && p.GapSince != null && p.GapSince < gapBefore)
                .OrderBy(p => p.Id).Take(most)
                .Select(p => new Gap(p.Address, p.Own, p.SeenWithoutGap + 1, p.HighestSeen, p.GapSince!.Value)).ToListAsync(ct),
            Quarantine = await db.Quarantine.AsNoTracking().OrderByDescending(q => q.Id).Take(most)
                .Select(q => new PutAside(q.Id, q.At, q.BrokerUser, q.Queue, q.Name, q.Code, q.Reason, q.ReleasedAt)).ToListAsync(ct),
            RefusedByOthers = await db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Refused).OrderByDescending(m => m.Id).Take(most)
                .Select(m => new Refused(m.MessageId, m.ConsultId, m.To, m.Name, m.RefusedCode!, m.ClosedAt!.Value)).ToListAsync(ct),
        };
    }
}
