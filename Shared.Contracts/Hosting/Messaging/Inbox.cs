using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>One delivery as it came from the broker, untouched.</summary>
/// <param name="User">The publisher, as the broker vouches; null when it did not say, and then nothing is believed.</param>
internal sealed record Delivered(string Queue, byte[] Body, string? User, string? MessageId, Guid? Epoch, long? Number);

/// <summary>
/// Takes custody: checks the sender, applies the message, answers, and saves all of it in one transaction per batch.
/// What is in the inbox stays there for ever, so receiving twice changes nothing.
/// </summary>
internal sealed partial class Inbox(
    IServiceScopeFactory scopes, ConsumerList consumers, AddressBook addresses, ReceiptDesk receipts, RelaySignal relay, TimeProvider clock, ILogger<Inbox> log)
{
    private const int TriesAlone = 3;
    private const int MostAttempts = 5;

    /// <summary>Takes a batch; one that fails is taken message by message, so that one bad message costs only itself.</summary>
    /// <exception cref="Exception">Only when the database cannot be written at the moment (<see cref="IsTransient"/>): nothing is lost, try again.</exception>
    public async Task Take(IReadOnlyList<Delivered> batch, CancellationToken ct)
    {
        try
        {
            await InOneTransaction(batch, ct);
        }
        catch (Exception failed) when (!ct.IsCancellationRequested && !IsTransient(failed) && batch.Count > 1)
        {
            LogBatchFailed(batch.Count, failed.GetType().Name);
            foreach (var message in batch) await TakeAlone(message, ct);
        }
        catch (Exception failed) when (!ct.IsCancellationRequested && !IsTransient(failed))
        {
            await TakeAlone(batch[0], ct);
        }
    }

    /// <summary>
    /// For a message that came back after a crash: the attempt is written down before it is made, so that a message that kills
    /// the process is put aside at the fifth. Called once for each delivery: an attempt that waits for the database is still one.
    /// </summary>
    /// <returns>How often this message has now been tried.</returns>
    public async Task<int> NoteAttempt(Delivered message, CancellationToken ct)
    {
        if (!Guid.TryParse(message.MessageId, out var id)) return 1;
        var sender = message.User ?? "";
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        return await db.InTransaction(async token =>
        {
            var row = await db.DeliveryAttempts.FirstOrDefaultAsync(a => a.Sender == sender && a.MessageId == id, token);
            if (row is null) db.DeliveryAttempts.Add(row = new DeliveryAttempt { Sender = sender, MessageId = id, LastAt = clock.GetUtcNow() });
            row.Attempts++;
            row.LastAt = clock.GetUtcNow();
            return row.Attempts;
        }, ct);
    }

    /// <summary>Takes a message whose attempt has been noted, or puts it aside when there were too many.</summary>
    public async Task TakeSuspect(Delivered message, int attempts, CancellationToken ct)
    {
        if (attempts >= MostAttempts)
        {
            await PutAside(message, "crashes", "The service stopped each time it took this message.", ct);
            return;
        }
        await Take([message], ct);
        if (Guid.TryParse(message.MessageId, out var id)) await ForgetAttempts(message.User ?? "", id, ct);
    }

    private async Task ForgetAttempts(string sender, Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        await db.Write(d => d.DeliveryAttempts.Where(a => a.Sender == sender && a.MessageId == id).ExecuteDeleteAsync(ct), ct);
    }

    /// <summary>After an upgrade: messages whose names were unknown before and are known now.</summary>
    public async Task ReleaseKnown(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var names = consumers.Names.ToList();
        await db.InTransaction(async token =>
        {
            var known = await db.Quarantine
                .Where(q => q.Code == RefusedMessage.NotKnownYet && q.ReleasedAt == null && q.Name != null && names.Contains(q.Name))
                .OrderBy(q => q.Id).ToListAsync(token);
            foreach (var released in known)
            {
                await Apply(scope.ServiceProvider, db, JsonSerializer.Deserialize<Envelope>(released.Body, Wire.Json)!, released.Body, token);
                released.ReleasedAt = clock.GetUtcNow();
                LogReleased(released.MessageId, released.Name);
            }
            return known.Count;
        }, ct);
    }

    /// <summary>Faults that pass by themselves: locked, timeout, deadlock, disk full, connection lost.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 or 10 or 13 } => true,   // busy, locked, I/O error, full
        DbUpdateConcurrencyException => true,                              // a person was faster; read again
        DbException { IsTransient: true } => true,
        TimeoutException => true,
        _ => e.InnerException is { } inner && IsTransient(inner),
    };

    private async Task TakeAlone(Delivered message, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await InOneTransaction([message], ct);
                return;
            }
            catch (Exception failed) when (!ct.IsCancellationRequested && !IsTransient(failed))
            {
                LogFailed(message.MessageId, failed.GetType().Name, tries);
                if (tries < TriesAlone) continue;
                await PutAside(message, "not-applicable", $"Applying it failed: {failed.GetType().Name}.", ct);
                return;
            }
        }
    }

    private async Task InOneTransaction(IReadOnlyList<Delivered> batch, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var answers = await db.InTransaction(async token =>
        {
            var work = new Batch(db, scope.ServiceProvider);
            var opened = batch.Select(Open).ToList();
            await work.Load(opened, token);
            foreach (var message in opened) await TakeOne(work, message, token);
            return work.Answers;
        }, ct);
        Failpoint.Hit("inbox-after-commit");
        SendAnswers(answers);
    }

    private async Task PutAside(Delivered message, string code, string reason, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        var answers = await db.InTransaction(async token =>
        {
            var work = new Batch(db, scope.ServiceProvider);
            var opened = Open(message) with { Fault = new(code, reason) };
            await work.Load([opened], token);
            await TakeOne(work, opened, token);
            return work.Answers;
        }, ct);
        SendAnswers(answers);
    }

    private void SendAnswers(List<(string Own, string To, Guid MessageId, string? Code)> answers)
    {
        foreach (var (own, to, id, code) in answers) receipts.Add(own, to, id, code);
        if (answers.Count > 0) receipts.TellRelay();
    }

    private async Task TakeOne(Batch work, Opened message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (message.Id is { } knownId && work.Known.TryGetValue((message.Sender, knownId), out var known))
        {
            if (known.BodyHash.AsSpan().SequenceEqual(message.Hash))
            {
                work.Answer(message, known.RefusedCode);
                return;
            }
            LogOtherBytes(message.Delivered.User, knownId);
            message = message with { Fault = new("other-bytes", "The same message id came with another body.") };
        }

        if (message is { Fault: null, Envelope: { Name: Receipt.Name or Hello.Name } about })
        {
            if (about.Name == Receipt.Name) await TakeReceipt(work, about, now, ct);
            else await TakeHello(work.Db, about, now, ct);
            return;
        }

        if (message.Fault is null)
        {
            try
            {
                await Apply(work.Services, work.Db, message.Envelope!, message.Delivered.Body, ct);
            }
            catch (JsonException misshapen)
            {
                message = message with { Fault = new("message-misshapen", $"The payload does not fit {message.Envelope!.Name} at {Place(misshapen)}.") };
            }
            catch (ImpossibleMessageException impossible)
            {
                message = message with { Fault = new(impossible.Code, impossible.Message) };
            }
            if (message.Fault is not null) work.Db.ChangeTracker.DiscardUnsaved();
        }

        if (message.Fault is { } fault) await Quarantine(work, message, fault, now, ct);
        if (message.Id is { } id && !work.Known.ContainsKey((message.Sender, id)))
        {
            var row = new InboxMessage
            {
                Sender = message.Sender,
                Receiver = message.Envelope?.To ?? message.Delivered.Queue,
                MessageId = id,
                BodyHash = message.Hash,
                Name = message.Envelope?.Name ?? "",
                Epoch = message.Delivered.Epoch,
                Number = message.Delivered.Number,
                ReceivedAt = now,
                RefusedCode = message.Fault?.Code,
            };
            work.Db.Inbox.Add(row);
            work.Known.Add((message.Sender, id), row);
            if (message.IsVouchedFor) await work.NoteNumber(message, now, ct);
        }
        // Flushed inside the transaction, so that the next message of the batch sees what this one did.
        await work.Db.SaveChangesAsync(ct);
        work.Forget();
        work.Answer(message, message.Fault?.Code);
    }

    private async Task Apply(IServiceProvider services, ServiceDb db, Envelope envelope, byte[] body, CancellationToken ct)
    {
        var reception = await consumers.Dispatch(services, envelope, ct);
        if (reception == Reception.Park)
        {
            db.Parked.Add(new ParkedMessage
            {
                ConsultId = envelope.ConsultId,
                Sender = envelope.From,
                MessageId = envelope.MessageId,
                Body = body,
                ParkedAt = clock.GetUtcNow(),
            });
            return;
        }
        await db.SaveChangesAsync(ct);

        await ApplyParked(services, db, envelope, reception == Reception.DoneForAll, ct);
    }

    private async Task ApplyParked(IServiceProvider services, ServiceDb db, Envelope envelope, bool ofAll, CancellationToken ct)
    {
        var again = false;
        // What is about no consult may be what any message waits for.
        var about = envelope.ConsultId;
        var waiting = about == Guid.Empty ? db.Parked : db.Parked.Where(p => p.ConsultId == about && (ofAll || p.Sender == envelope.From));
        foreach (var parked in await waiting.OrderBy(p => p.Id).ToListAsync(ct))
        {
            var late = JsonSerializer.Deserialize<Envelope>(parked.Body, Wire.Json)!;
            Fault? fault = null;
            try
            {
                var reception = await consumers.Dispatch(services, late, ct);
                if (reception == Reception.Park) continue;
                again |= reception == Reception.DoneForAll;
            }
            catch (ImpossibleMessageException impossible)
            {
                fault = new(impossible.Code, impossible.Message);
            }
            catch (Exception failed) when (!ct.IsCancellationRequested && !IsTransient(failed))
            {
                // Its own fault, not that of the message it waited for.
                LogFailed(parked.MessageId.ToString(), failed.GetType().Name, 1);
                fault = new("not-applicable", $"Applying it failed: {failed.GetType().Name}.");
            }
            if (fault is not null)
            {
                db.ChangeTracker.DiscardUnsaved();
                db.Quarantine.Add(new QuarantinedMessage
                {
                    At = clock.GetUtcNow(),
                    BrokerUser = addresses.UserOf[parked.Sender],
                    Queue = late.To,
                    MessageId = parked.MessageId,
                    Name = late.Name,
                    Code = fault.Code,
                    Reason = fault.Reason,
                    Body = parked.Body,
                });
            }
            db.Parked.Remove(parked);
            await db.SaveChangesAsync(ct);
        }
        if (again) await ApplyParked(services, db, envelope, ofAll: true, ct);   // what others wait for was itself waiting
    }

    // A member that nobody knows is named by its sender, with anything at all.
    private static string Place(JsonException misshapen) =>
        misshapen.Path is { Length: < 128 } path && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '[' or ']') ? path : "$";

    private async Task Quarantine(Batch work, Opened message, Fault fault, DateTimeOffset now, CancellationToken ct)
    {
        var user = message.Delivered.User ?? "";
        if (message.Id is { } id && await work.Db.Quarantine.AnyAsync(q => q.BrokerUser == user && q.MessageId == id && q.Code == fault.Code, ct)) return;
        work.Db.Quarantine.Add(new QuarantinedMessage
        {
            At = now,
            BrokerUser = user,
            Queue = message.Delivered.Queue,
            MessageId = message.Id,
            Name = message.Envelope?.Name,
            Code = fault.Code,
            Reason = fault.Reason,
            Body = message.Delivered.Body,
        });
        LogQuarantined(message.Id, user, fault.Code, fault.Reason);
    }

    private async Task TakeReceipt(Batch work, Envelope envelope, DateTimeOffset now, CancellationToken ct)
    {
        var receipt = envelope.Payload.Deserialize<Receipt>(Wire.Json)!;
        var ids = receipt.Received;
        // Only rows addressed to the one who says so.
        var closed = await work.Db.Outbox.Where(m => ids.Contains(m.MessageId) && m.To == envelope.From && m.State == OutboxState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Received).SetProperty(m => m.ClosedAt, now), ct);
        foreach (var refused in receipt.Refused)
        {
            var row = await work.Db.Outbox.FirstOrDefaultAsync(
                m => m.MessageId == refused.MessageId && m.To == envelope.From && m.State == OutboxState.Open, ct);
            if (row is null) continue;
            (row.State, row.ClosedAt, row.RefusedCode) = (OutboxState.Refused, now, refused.Code.Length > 64 ? refused.Code[..64] : refused.Code);
            LogRefused(row.MessageId, row.Name, envelope.From, refused.Code);
            if (consumers.RefusalNoter is { } noter)
                await ((INoteRefusal)work.Services.GetRequiredService(noter)).NoteRefusal(row, ct);
            closed++;
        }
        if (closed > 0)
            await work.Db.Peers.Where(p => p.Own == envelope.To && p.Address == envelope.From).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.LastReceiptAt, now).SetProperty(p => p.UnansweredSince, (DateTimeOffset?)null).SetProperty(p => p.LastHeardAt, now), ct);
        await work.Db.SaveChangesAsync(ct);
    }

    private async Task TakeHello(ServiceDb db, Envelope envelope, DateTimeOffset now, CancellationToken ct)
    {
        var hello = envelope.Payload.Deserialize<Hello>(Wire.Json)!;
        var ourEpoch = await db.Custody.Select(c => c.Epoch).SingleAsync(ct);
        var peer = await db.Peers.FirstOrDefaultAsync(p => p.Own == envelope.To && p.Address == envelope.From, ct);
        if (peer is null) db.Peers.Add(peer = new Peer { Own = envelope.To, Address = envelope.From });

        // A mark in another epoch than ours counts for nothing: the receiver has seen none of our present numbers.
        var mark = hello.SenderEpoch == ourEpoch ? hello.HighestSeen : 0;
        var rows = db.Outbox.Where(m => m.From == envelope.To && m.To == envelope.From);
        var due = await rows.Where(m => m.State == OutboxState.Open).ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now), ct);
        var reopened = await rows.Where(m => m.State == OutboxState.Received && m.Number > mark)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Open).SetProperty(m => m.ClosedAt, (DateTimeOffset?)null).SetProperty(m => m.DueAt, now), ct);
        if (peer.ReceiverEpoch is { } before && before != hello.Epoch) LogNewEpoch(envelope.From, reopened);
        (peer.ReceiverEpoch, peer.UnansweredSince, peer.LastHeardAt) = (hello.Epoch, null, now);
        await db.SaveChangesAsync(ct);
        if (due + reopened > 0) relay.Set();
    }

    /// <summary>Reads the envelope and checks that the sender is who the broker says it is.</summary>
    private Opened Open(Delivered delivered)
    {
        var hash = SHA256.HashData(delivered.Body);
        Guid? id = Guid.TryParse(delivered.MessageId, out var parsed) ? parsed : null;
        var anonymous = "user:" + delivered.User;
        if (string.IsNullOrEmpty(delivered.User))
            return new(delivered, hash, id, anonymous, null, new("sender-unknown", "The broker does not vouch for a sender."));

        Envelope? envelope;
        try
        {
            envelope = JsonSerializer.Deserialize<Envelope>(delivered.Body, Wire.Json);
        }
        catch (JsonException)
        {
            envelope = null;
        }
        // Longer than any name of ours, they fit in no column and are no envelope either.
        if (envelope is null or { Name.Length: > 64 } or { From.Length: > 96 } or { To.Length: > 96 })
            return new(delivered, hash, id, anonymous, null, new("message-unreadable", "The body is not an envelope."));

        if (!addresses.UserOf.TryGetValue(envelope.From, out var user) || user != delivered.User)
            return new(delivered, hash, id, anonymous, envelope, new("sender-forged", "The body names another sender than the broker vouches for."));
        if (envelope.MessageId != id)
            return new(delivered, hash, id, anonymous, envelope, new("message-unreadable", "The id beside the body is not the id in the body."));
        if (addresses.Own.All(a => a.Address != envelope.To))
            return new(delivered, hash, id, envelope.From, envelope, new("address-not-ours", "It is addressed to somebody else."));
        if (envelope.Name is not (Receipt.Name or Hello.Name) && !consumers.Names.Contains(envelope.Name))
            return new(delivered, hash, id, envelope.From, envelope, new(RefusedMessage.NotKnownYet, "This version of the service does not know this message."));
        return new(delivered, hash, id, envelope.From, envelope, null);
    }

    private sealed record Fault(string Code, string Reason);

    /// <param name="Sender">The address, once the broker's word and the directory agree; otherwise the broker user.</param>
    private sealed record Opened(Delivered Delivered, byte[] Hash, Guid? Id, string Sender, Envelope? Envelope, Fault? Fault)
    {
        public bool IsVouchedFor => Envelope is not null && Sender == Envelope.From;
    }

    private sealed class Batch(ServiceDb db, IServiceProvider services)
    {
        private readonly Dictionary<(string, string), Peer> _peers = [];

        public ServiceDb Db => db;
        public IServiceProvider Services => services;
        public Dictionary<(string Sender, Guid Id), InboxMessage> Known { get; } = [];
        public List<(string Own, string To, Guid MessageId, string? Code)> Answers { get; } = [];

        public async Task Load(List<Opened> messages, CancellationToken ct)
        {
            var ids = messages.Where(m => m.Id is not null && m.Envelope?.Name is not (Receipt.Name or Hello.Name)).Select(m => m.Id!.Value).ToList();
            if (ids.Count == 0) return;
            foreach (var row in await db.Inbox.AsNoTracking().Where(m => ids.Contains(m.MessageId)).ToListAsync(ct))
                Known.Add((row.Sender, row.MessageId), row);
        }

        /// <summary>What one message has touched is saved; kept, it would be looked through again at the save of each later one.</summary>
        public void Forget()
        {
            foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is not Peer).ToList()) entry.State = EntityState.Detached;
        }

        public void Answer(Opened message, string? code)
        {
            if (message.Id is not { } id) return;
            var book = services.GetRequiredService<AddressBook>();
            var to = message.IsVouchedFor ? message.Sender : book.AddressOf(message.Delivered.User ?? "");
            if (to is null) return;
            var own = book.Own.FirstOrDefault(a => a.Address == message.Envelope?.To)
                ?? book.Own.First(a => a.Queues.Contains(message.Delivered.Queue));
            Answers.Add((own.Address, to, id, code));
        }

        public async Task NoteNumber(Opened message, DateTimeOffset now, CancellationToken ct)
        {
            if (message.Delivered is not { Epoch: { } epoch, Number: { } number }) return;
            var (own, address) = (message.Envelope!.To, message.Sender);
            if (!_peers.TryGetValue((own, address), out var peer))
            {
                peer = await db.Peers.FirstOrDefaultAsync(p => p.Own == own && p.Address == address, ct);
                if (peer is null) db.Peers.Add(peer = new Peer { Own = own, Address = address });
                _peers.Add((own, address), peer);
            }
            if (peer.SenderEpoch != epoch)
            {
                // A late copy from an epoch that is over moves nothing back: version 7 ids sort by their time.
                if (peer.SenderEpoch is { } present && epoch.CompareTo(present) < 0) return;
                (peer.SenderEpoch, peer.HighestSeen, peer.SeenWithoutGap, peer.GapSince) = (epoch, 0, 0, null);
            }
            peer.HighestSeen = Math.Max(peer.HighestSeen, number);
            if (number == peer.SeenWithoutGap + 1) peer.SeenWithoutGap = number;
            if (peer.SeenWithoutGap == peer.HighestSeen) peer.GapSince = null;
            else peer.GapSince ??= now;
            peer.LastHeardAt = now;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A batch of {Count} messages could not be taken together ({Kind}); they are taken one by one.")]
    private partial void LogBatchFailed(int count, string kind);

    [LoggerMessage(LogLevel.Error, "Message {MessageId} could not be applied ({Kind}), try {Tries}.")]
    private partial void LogFailed(string? messageId, string kind, int tries);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} from broker user {User} is quarantined: {Code}. {Reason}")]
    private partial void LogQuarantined(Guid? messageId, string user, string code, string reason);

    [LoggerMessage(LogLevel.Critical, "Security: broker user {User} sent message {MessageId} again with other bytes.")]
    private partial void LogOtherBytes(string? user, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} ({Name}) was refused by {Receiver}: {Code}.")]
    private partial void LogRefused(Guid messageId, string name, string receiver, string code);

    [LoggerMessage(LogLevel.Warning, "{Peer} has a new or restored database; {Count} messages are sent to it again.")]
    private partial void LogNewEpoch(string peer, int count);

    [LoggerMessage(LogLevel.Information, "Message {MessageId} ({Name}) is known since the upgrade and was released from quarantine.")]
    private partial void LogReleased(Guid? messageId, string? name);
}
