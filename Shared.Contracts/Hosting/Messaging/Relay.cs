using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>
/// Sends what is open and due, again and again, until the receiver's receipt closes it. One process per database relays at a
/// time (a lease); no transaction is open while it talks to the broker. Sending twice is harmless, so the lease saves work, not truth.
/// </summary>
internal sealed partial class Relay(
    IServiceScopeFactory scopes, AddressBook addresses, Publisher publisher, RelaySignal signal, Reconnected reconnected, ReceiptDesk receipts,
    MessagingOptions options, TimeProvider clock, ILogger<Relay> log) : BackgroundService
{
    private readonly Guid _me = Guid.CreateVersion7();
    private readonly MessagingOptions _options = options;
    private long _leaseAskedAt;
    private bool _leaseHeld;
    private bool _busy;
    private Guid? _epoch;   // of this database, which is the same for as long as a process has it open

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await signal.Wait(_options.Poll, stoppingToken);
                if (!publisher.IsConnected) continue;
                // Under load, a moment's wait lets several acts share the two commits of one sending.
                if (_busy) await Task.Delay(_options.BatchWait / 2, stoppingToken);
                await Greet(stoppingToken);
                await receipts.SendWaiting(publisher, stoppingToken);
                _busy = false;
                bool more;
                do
                {
                    more = await SendDue(stoppingToken);
                    await receipts.SendWaiting(publisher, stoppingToken);
                }
                while (more);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // The rows are still open; the next look is at most one poll away.
                LogFailed(failed);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_leaseHeld) return;
        try
        {
            // Whoever comes next, most often this service after an upgrade, need not wait for the lease to end.
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
            await db.Write(d => d.Custody.Where(c => c.RelayOwner == _me)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.RelayOwner, (Guid?)null).SetProperty(c => c.RelayUntil, 0), cancellationToken), cancellationToken);
        }
        catch (Exception failed)
        {
            LogFailed(failed);
        }
    }

    /// <summary>How long to wait for a receipt after this send before the next.</summary>
    internal static TimeSpan NextWait(int sends, DateTimeOffset? unansweredSince, DateTimeOffset now, MessagingOptions options)
    {
        if (unansweredSince is { } since && now - since > TimeSpan.FromHours(1)) return options.SilentResend;
        var doubled = options.ReceiptTimeout * Math.Pow(2, Math.Min(sends - 1, 20));
        return doubled < options.LongestResend ? doubled : options.LongestResend;
    }

    private async Task Greet(CancellationToken ct)
    {
        var (everythingDue, greet) = reconnected.Take();
        if (!everythingDue && greet.Count == 0) return;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        if (everythingDue)
        {
            // What the broker confirmed a moment ago, or within the hour to a receiver that sleeps, is not sent again: a link that
            // flaps for days must not fill a sleeping receiver's queue. It says hello when it wakes, and then all is due.
            var now = clock.GetUtcNow();
            var justNow = now - TimeSpan.FromSeconds(Math.Min(30, _options.ReceiptTimeout.TotalSeconds / 4));
            var hourAgo = now - TimeSpan.FromHours(1);
            await db.Write(d => d.Outbox
                .Where(m => m.State == OutboxState.Open && m.DueAt > now && (m.LastSentAt == null || m.LastSentAt < hourAgo
                    || (m.LastSentAt < justNow && !d.Peers.Any(p => p.Own == m.From && p.Address == m.To && p.UnansweredSince < hourAgo))))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now), ct), ct);
        }
        foreach (var own in greet)
            await publisher.Publish(await Hellos(db, own, ct), ct);
    }

    private async Task<IReadOnlyList<Outgoing>> Hellos(ServiceDb db, string own, CancellationToken ct)
    {
        var epoch = _epoch ??= await db.Custody.Select(c => c.Epoch).SingleAsync(ct);
        var marks = await db.Peers.AsNoTracking().Where(p => p.Own == own).ToDictionaryAsync(p => p.Address, ct);
        var now = clock.GetUtcNow();
        return [.. addresses.PeersOf(own).Select(peer =>
        {
            var mark = marks.GetValueOrDefault(peer);
            var hello = new Hello { Epoch = epoch, SenderEpoch = mark?.SenderEpoch, HighestSeen = mark?.HighestSeen ?? 0 };
            return Service(own, peer, Hello.Name, hello, now);
        })];
    }

    /// <summary>A message about custody itself: no row, no number, no receipt.</summary>
    internal static Outgoing Service<T>(string from, string to, string name, T payload, DateTimeOffset now)
    {
        var envelope = new Envelope
        {
            MessageId = Guid.CreateVersion7(now),
            Name = name,
            From = from,
            To = to,
            ConsultId = Guid.Empty,
            Hop = 0,
            Version = 0,
            SentAt = now,
            Alg = "none",
            Kid = "none",
            Payload = System.Text.Json.JsonSerializer.SerializeToElement(payload, Wire.Json),
        };
        return new(to, MessagePriority.Normal, envelope.MessageId, name,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json), TimeSpan.FromMinutes(10), null, null);
    }

    /// <returns>True when more may be due at once.</returns>
    private async Task<bool> SendDue(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var now = clock.GetUtcNow();
        if (!await db.Outbox.AnyAsync(m => m.State == OutboxState.Open && m.DueAt <= now, ct)) return false;
        if (!await HoldLease(ct)) return false;

        Failpoint.Hit("relay-before-publish");
        var epoch = _epoch ??= await db.Custody.Select(c => c.Epoch).SingleAsync(ct);
        var (batch, expires) = await db.InTransaction(async token =>
        {
            var open = db.Outbox.Where(m => m.State == OutboxState.Open && m.DueAt <= now);
            var due = await open.Where(m => m.Priority != MessagePriority.Attachment)
                .OrderBy(m => m.Priority).ThenBy(m => m.Id).Take(_options.BatchSize).ToListAsync(token);
            // A piece of a picture goes alone and when nothing else waits: on a thin link, what is written meanwhile waits for that one piece.
            if (due.Count == 0) due = await open.OrderBy(m => m.Id).Take(1).ToListAsync(token);
            return (due, await NumberAndSchedule(db, due, now, token));
        }, ct);

        var outgoing = batch.Select(m => new Outgoing(m.To, m.Priority, m.MessageId, m.Name, m.Body, expires[m.Id], epoch, m.Number)).ToList();
        var taken = (await publisher.Publish(outgoing, ct)).Select(m => m.MessageId).ToHashSet();
        Failpoint.Hit("relay-after-publish");

        var sentIds = batch.Where(m => taken.Contains(m.MessageId)).Select(m => m.Id).ToList();
        if (sentIds.Count > 0)
        {
            var sentAt = clock.GetUtcNow();
            await db.Write(d => d.Outbox.Where(m => sentIds.Contains(m.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.LastSentAt, sentAt), ct), ct);
        }
        LogSent(sentIds.Count, batch.Count);
        _busy |= batch.Count > 1;
        return batch.Count == _options.BatchSize || (sentIds.Count == 1 && batch[0].Priority == MessagePriority.Attachment);
    }

    private async Task<Dictionary<long, TimeSpan>> NumberAndSchedule(ServiceDb db, List<OutboxMessage> due, DateTimeOffset now, CancellationToken ct)
    {
        var receivers = due.Select(m => m.To).Distinct().ToList();
        var peers = (await db.Peers.Where(p => receivers.Contains(p.Address)).ToListAsync(ct)).ToDictionary(p => (p.Own, p.Address));
        var waits = new Dictionary<long, TimeSpan>(due.Count);
        foreach (var message in due)
        {
            if (!peers.TryGetValue((message.From, message.To), out var peer))
                db.Peers.Add(peers[(message.From, message.To)] = peer = new Peer { Own = message.From, Address = message.To });
            message.Number ??= ++peer.LastNumber;
            message.Sends++;
            peer.UnansweredSince ??= now;
            waits[message.Id] = NextWait(message.Sends, peer.UnansweredSince, now, _options);
            message.DueAt = now + waits[message.Id];
        }
        return waits;
    }

    /// <summary>Holds the lease by the database's clock; asks again when half of it is over.</summary>
    private async Task<bool> HoldLease(CancellationToken ct)
    {
        if (_leaseHeld && clock.GetElapsedTime(_leaseAskedAt) < _options.RelayLease / 2) return true;
        _leaseAskedAt = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var nowMs = db.Database.IsSqlServer()
            ? "DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME())"
            : "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
        var leaseMs = (long)_options.RelayLease.TotalMilliseconds;
#pragma warning disable EF1002 // nowMs is one of the two constants above; the values are parameters.
        var held = await db.Write(d => d.Database.ExecuteSqlRawAsync(
            $"UPDATE \"Custody\" SET \"RelayOwner\" = {{0}}, \"RelayUntil\" = {nowMs} + {{1}} WHERE \"Id\" = 1 AND (\"RelayOwner\" = {{0}} OR \"RelayUntil\" < {nowMs})",
            [_me, leaseMs], ct), ct);
#pragma warning restore EF1002
        return _leaseHeld = held == 1;
    }

    [LoggerMessage(LogLevel.Debug, "Sent {Sent} of {Due} due messages.")]
    private partial void LogSent(int sent, int due);

    [LoggerMessage(LogLevel.Error, "Sending was interrupted; the messages stay open and are tried again.")]
    private partial void LogFailed(Exception failed);
}
