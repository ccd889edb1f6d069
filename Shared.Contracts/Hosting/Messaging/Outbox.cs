using System.Text.Json;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Messaging;

/// <summary>Where a message goes and what it is about.</summary>
/// <param name="Whole">What this is a piece of: all pieces of one thing wait as one. Null when it is a thing of its own.</param>
public sealed record Letter(string From, string To, Guid ConsultId, int Hop, int Version, MessagePriority Priority, Guid? Whole = null);

/// <summary>
/// Puts messages into the transaction of the act they tell of. They leave with the commit, or neither happens.
/// </summary>
public sealed class Outbox(ServiceDb db, TimeProvider clock)
{
    /// <returns>The id of the message, by which its row tells later whether it was received.</returns>
    public Guid Send<T>(Letter letter, string name, T payload)
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
            Whole = letter.Whole,
            Body = JsonSerializer.SerializeToUtf8Bytes(envelope, Wire.Json),
            CreatedAt = now,
            DueAt = now,
        });
        return envelope.MessageId;
    }
}
