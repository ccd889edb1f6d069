using System.Collections.Concurrent;
using Demo;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Shared.Contracts.Messaging;
using Shared.Hosting.Messaging;

namespace Testing;

/// <summary>A message as it lies in a queue, with everything that the broker keeps of it.</summary>
public sealed record RawMessage(
    string Exchange, string RoutingKey, string? User, string? MessageId, string? Type, IReadOnlyDictionary<string, object?> Headers, string? Expiration, byte[] Body)
{
    /// <summary>The message as its sender sends it, from the sender's records.</summary>
    public static RawMessage Of(Records sender, Records.Sent row)
    {
        var (exchange, key) = OwnAddress.Route(row.To, (MessagePriority)row.Priority);
        var user = row.From.StartsWith("hub.", StringComparison.Ordinal) ? HimachalPradesh.HubsUser : row.From;
        return new(exchange, key, user, row.MessageId.ToString("D"), row.Name,
            new Dictionary<string, object?> { [MessageHeaders.Epoch] = sender.Epoch().ToString("D"), [MessageHeaders.Number] = row.Number }, null, row.Body);
    }
}

/// <summary>A connection to the broker as one of its users, past the services: for playing the network, and for lying.</summary>
public sealed class Post : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly string _user;

    private Post(IConnection connection, string user) => (_connection, _user) = (connection, user);

    public static async Task<Post> As(string brokerAddress)
    {
        var address = new Uri(brokerAddress);
        var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false };
        return new Post(await factory.CreateConnectionAsync(), Uri.UnescapeDataString(address.UserInfo.Split(':')[0]));
    }

    public Task<IChannel> Channel() => _connection.CreateChannelAsync(
        new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

    /// <summary>How many messages a queue has ready; null when there is no such queue.</summary>
    public async Task<int?> Waiting(string queue) => (int?)(await Look(queue))?.MessageCount;

    /// <summary>How many consumers a queue has.</summary>
    public async Task<int> Readers(string queue) => (int)((await Look(queue))?.ConsumerCount ?? 0);

    /// <summary>
    /// Has the broker drop what has expired: its own look comes by a timer, which a moved clock does not move, and at every message
    /// that is given back.
    /// </summary>
    public async Task LookForExpired(string queue)
    {
        await using var channel = await Channel();
        if (await channel.BasicGetAsync(queue, autoAck: false) is { } first) await channel.BasicNackAsync(first.DeliveryTag, multiple: false, requeue: true);
        await channel.QueueDeclarePassiveAsync(queue);   // answered after the nack has been taken
    }

    /// <summary>Takes everything out of a queue whose service does not run.</summary>
    public async Task<IReadOnlyList<RawMessage>> TakeAll(string queue)
    {
        await using var channel = await Channel();
        var taken = new ConcurrentQueue<BasicDeliverEventArgs>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The body's memory is the client's again after this.
            taken.Enqueue(new BasicDeliverEventArgs(delivery.ConsumerTag, delivery.DeliveryTag, delivery.Redelivered,
                delivery.Exchange, delivery.RoutingKey, delivery.BasicProperties, delivery.Body.ToArray()));
            return Task.CompletedTask;
        };
        var tag = await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        await Eventually.True(async () => await Waiting(queue) == 0, TimeSpan.FromSeconds(20), $"{queue} is taken");
        await channel.BasicCancelAsync(tag);
        foreach (var delivery in taken) await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        return [.. taken.Select(Read)];
    }

    /// <summary>Sends a message; the broker must take it and find its queue.</summary>
    /// <param name="asUser">Who is named as the sender: by default whoever this connection is; empty for nobody.</param>
    public async Task Send(RawMessage message, string? asUser = null)
    {
        await using var channel = await Channel();
        await Send(channel, message, asUser);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task Send(IChannel channel, RawMessage message, string? asUser)
    {
        var properties = new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent };
        if ((asUser ?? _user) is { Length: > 0 } user) properties.UserId = user;
        if (message.MessageId is not null) properties.MessageId = message.MessageId;
        if (message.Type is not null) properties.Type = message.Type;
        if (message.Expiration is not null) properties.Expiration = message.Expiration;
        if (message.Headers.Count > 0) properties.Headers = message.Headers.ToDictionary();
        await channel.BasicPublishAsync(message.Exchange, message.RoutingKey, mandatory: true, properties, message.Body);
    }

    private async Task<QueueDeclareOk?> Look(string queue)
    {
        await using var channel = await Channel();
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }

    private static RawMessage Read(BasicDeliverEventArgs delivery) => new(
        delivery.Exchange, delivery.RoutingKey, delivery.BasicProperties.UserId, delivery.BasicProperties.MessageId, delivery.BasicProperties.Type,
        delivery.BasicProperties.Headers?.ToDictionary() ?? [], delivery.BasicProperties.Expiration, delivery.Body.ToArray());
}
