using System.Text.Json;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>Where a message goes and what it is about.</summary>
public sealed record Letter(string From, string To, Guid ConsultId, int Hop, int Version, MessagePriority Priority);

/// <summary>
/// Puts messages into the transaction of the act they tell of. They leave with the commit, or neither happens.
/// </summary>
public sealed class Outbox(ServiceDb db, TimeProvider clock)
{
    public void Send<T>(Letter letter, string name, T payload)
    {
        var now = clock.GetUtcNow();
        var envelope = new Envelope
        {
            MessageId = Guid.CreateVersion7(now),
            Name = name,
            From = letter.From,
            To = letter.To,
            ConsultId = letter.ConsultId,
            Hop = letter.Hop,
            Version = letter.Version,
            SentAt = now,
            Alg = "none",
            Kid = "none",
            Payload = JsonSerializer.SerializeToElement(payload, Wire.Json),
        };
        db.Outbox.Add(new OutboxMessage
        {
            MessageId = envelope.MessageId,
            From = letter.From,
            To = letter.To,
            Name = name,
            Priority = letter.Priority,
            ConsultId = letter.ConsultId,
            Body = JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json),
            CreatedAt = now,
            DueAt = now,
        });
    }
}
