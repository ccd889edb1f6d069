using System.Text.Json;
using Shared.Contracts.Messaging;

namespace Shared.Hosting.Messaging;

/// <summary>Who sent a message and what it is about, after the sender has been checked.</summary>
public sealed record Sender(string Address, string To, Guid ConsultId, int Hop, int Version, DateTimeOffset SentAt);

/// <summary>What became of a message that could be read.</summary>
public enum Reception
{
    /// <summary>Applied, or already known.</summary>
    Done,

    /// <summary>Applied, or already known; what others sent about the consult, and was kept, may be applied now.</summary>
    DoneForAll,

    /// <summary>About a consult not known yet: kept, and applied when what it waits for arrives: by the same sender, or by one whose message is <see cref="DoneForAll"/>.</summary>
    Park,
}

/// <summary>Reacts to one kind of message. It changes state and sends answers through the outbox; the inbox alone saves.</summary>
public interface IReceive<in T>
{
    /// <exception cref="ImpossibleMessageException">The message can never be applied; it is quarantined and its sender told.</exception>
    Task<Reception> Receive(T message, Sender from, CancellationToken ct);
}

/// <summary>Told when a receiver has refused one of our messages, in the transaction that notes it.</summary>
public interface INoteRefusal
{
    Task NoteRefusal(OutboxMessage refused, CancellationToken ct);
}

/// <summary>A message that can be read but never be applied, with a stable code.</summary>
public sealed class ImpossibleMessageException(string code, string reason) : Exception(reason)
{
    public string Code => code;
}

/// <summary>Every wire name a service reacts to. Each service lists its own in <c>Consumers.cs</c>.</summary>
public sealed class ConsumerList
{
    private readonly Dictionary<string, Func<IServiceProvider, JsonElement, Sender, CancellationToken, Task<Reception>>> _handlers = [];

    internal List<Type> Receivers { get; } = [];
    internal Type? RefusalNoter { get; private set; }

    public IReadOnlyCollection<string> Names => _handlers.Keys;

    public ConsumerList On<TMessage, TReceiver>(string wireName) where TReceiver : class, IReceive<TMessage>
    {
        Receivers.Add(typeof(TReceiver));
        _handlers.Add(wireName, (services, payload, from, ct) =>
        {
            var message = payload.Deserialize<TMessage>(Wire.Json) ?? throw new JsonException("The payload is null.");
            return services.GetRequiredService<TReceiver>().Receive(message, from, ct);
        });
        return this;
    }

    public ConsumerList OnRefusal<TNoter>() where TNoter : class, INoteRefusal
    {
        RefusalNoter = typeof(TNoter);
        return this;
    }

    internal Task<Reception> Dispatch(IServiceProvider services, Envelope envelope, CancellationToken ct) =>
        _handlers[envelope.Name](services, envelope.Payload, SenderOf(envelope), ct);

    private static Sender SenderOf(Envelope e) => new(e.From, e.To, e.ConsultId, e.Hop, e.Version, e.SentAt);
}
