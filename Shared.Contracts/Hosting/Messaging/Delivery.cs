using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Shared.Hosting.Messaging;

/// <summary>What MassTransit is told every message is: nothing. The inbox reads the bytes itself.</summary>
public sealed class Delivery;

/// <summary>
/// Hands every body through untouched and hides the message id: a batch drops a second message of the same id unseen, and
/// MassTransit's own JSON deserializer loops on an unreadable body until the broker drops it.
/// </summary>
internal sealed class OpaqueBody : ISerializerFactory, IMessageDeserializer
{
    private static readonly Delivery One = new();
    private static readonly SystemTextJsonRawMessageSerializer Raw = new(RawSerializerOptions.AnyMessageType);

    public ContentType ContentType { get; } = new("application/json");

    public IMessageSerializer CreateSerializer() => Raw;

    public IMessageDeserializer CreateDeserializer() => this;

    public void Probe(ProbeContext context) => context.CreateScope("opaque");

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new OpaqueContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        Raw.Deserialize(new BytesMessageBody("{}"u8.ToArray()), EmptyHeaders.Instance, destinationAddress);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    private sealed class OpaqueContext(ReceiveContext receiveContext, SerializerContext serializerContext)
        : BodyConsumeContext(receiveContext, serializerContext)
    {
        public override Guid? MessageId => null;

        public override bool HasMessageType(Type messageType) => messageType == typeof(Delivery);

        public override bool TryGetMessage<T>([NotNullWhen(true)] out ConsumeContext<T>? message)
        {
            message = typeof(T) == typeof(Delivery) ? (ConsumeContext<T>)(object)new MessageConsumeContext<Delivery>(this, One) : null;
            return message is not null;
        }
    }
}
