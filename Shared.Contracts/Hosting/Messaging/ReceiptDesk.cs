using System.Collections.Concurrent;
using Shared.Contracts.Messaging;

namespace Shared.Hosting.Messaging;

/// <summary>
/// Receipts that are ready to go: written down nowhere, because a lost one is asked for again by the sender's next send.
/// </summary>
internal sealed partial class ReceiptDesk(RelaySignal relay, TimeProvider clock, ILogger<ReceiptDesk> log)
{
    private readonly ConcurrentQueue<(string Own, string To, Guid MessageId, string? RefusedCode)> _waiting = new();

    public void Add(string own, string to, Guid messageId, string? refusedCode) => _waiting.Enqueue((own, to, messageId, refusedCode));

    public void TellRelay() => relay.Set();

    public async Task SendWaiting(Publisher publisher, CancellationToken ct)
    {
        if (_waiting.IsEmpty) return;
        var receipts = TakeWaiting();
        Failpoint.Hit("inbox-before-receipt");
        var sent = await publisher.Publish(receipts, ct);
        if (sent.Count < receipts.Count) LogNotSent(receipts.Count - sent.Count);
    }

    /// <summary>One receipt for each sender, with everything it is owed.</summary>
    internal IReadOnlyList<Outgoing> TakeWaiting()
    {
        var entries = new List<(string Own, string To, Guid MessageId, string? RefusedCode)>();
        while (entries.Count < 1000 && _waiting.TryDequeue(out var entry)) entries.Add(entry);
        var now = clock.GetUtcNow();
        return [.. entries.GroupBy(e => (e.Own, e.To)).Select(g => Relay.Service(g.Key.Own, g.Key.To, Receipt.Name, new Receipt
        {
            Received = [.. g.Where(e => e.RefusedCode is null).Select(e => e.MessageId).Distinct()],
            Refused = [.. g.Where(e => e.RefusedCode is not null).Select(e => new RefusedMessage(e.MessageId, e.RefusedCode!)).Distinct()],
        }, now))];
    }

    [LoggerMessage(LogLevel.Information, "{Count} receipts could not be sent; their senders will send again and be answered then.")]
    private partial void LogNotSent(int count);
}
