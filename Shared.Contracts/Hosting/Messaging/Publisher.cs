using System.Globalization;
using Polly;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shared.Contracts.Messaging;

namespace Shared.Hosting.Messaging;

/// <summary>One message as it goes to the broker.</summary>
/// <param name="Expires">How long the broker keeps the copy: until the next one would be sent.</param>
internal sealed record Outgoing(string To, MessagePriority Priority, Guid MessageId, string Name, byte[] Body, TimeSpan Expires, Guid? Epoch, long? Number);

/// <summary>
/// The only one who publishes. Keeps one connection and one channel with publisher confirms; a confirm says that the broker
/// has a copy, nothing more.
/// </summary>
internal sealed partial class Publisher(
    MessagingOptions options, AddressBook addresses, Link link, RelaySignal relay, Reconnected reconnected,
    IHostApplicationLifetime lifetime, ILogger<Publisher> log) : BackgroundService
{
    private volatile IChannel? _channel;

    public bool IsConnected => _channel is { IsOpen: true };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = options.Broker,
            AutomaticRecoveryEnabled = false,   // a lost connection is replaced below, at our own pace
            RequestedHeartbeat = TimeSpan.FromSeconds(20),
            ClientProvidedName = $"{string.Join(' ', addresses.Own.Select(a => a.Address))} (publisher)",
        };
        var patience = new ResiliencePipelineBuilder()
            .AddRetry(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException && !WasRefused(e)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(15),
                UseJitter = true,
            })
            .Build();

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await patience.ExecuteAsync(async ct => await StayConnected(factory, ct), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception refused) when (WasRefused(refused))
            {
                LogRefused(options.User);
                Environment.ExitCode = 78;
                lifetime.StopApplication();
                return;
            }
        }
    }

    /// <summary>Publishes all and waits for the confirms; gives back those the broker has.</summary>
    public async Task<IReadOnlyList<Outgoing>> Publish(IReadOnlyList<Outgoing> messages, CancellationToken ct)
    {
        if (_channel is not { IsOpen: true } channel) return [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ConfirmTimeout);
        var confirms = new List<Task<bool>>(messages.Count);
        foreach (var message in messages) confirms.Add(Publish(channel, message, limit.Token));
        var confirmed = await Task.WhenAll(confirms);
        return [.. messages.Where((_, i) => confirmed[i])];
    }

    private async Task<bool> Publish(IChannel channel, Outgoing message, CancellationToken ct)
    {
        var (exchange, routingKey) = OwnAddress.Route(message.To, message.Priority);
        var properties = new BasicProperties
        {
            UserId = options.User,
            MessageId = message.MessageId.ToString("D"),
            Type = message.Name,
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Expiration = ((long)Math.Max(1000, message.Expires.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture),
        };
        if (message is { Epoch: { } epoch, Number: { } number })
            properties.Headers = new Dictionary<string, object?> { [MessageHeaders.Epoch] = epoch.ToString("D"), [MessageHeaders.Number] = number };
        try
        {
            await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, message.Body, ct);
            return true;
        }
        catch (Exception notTaken) when (notTaken is PublishException or OperationInterruptedException or OperationCanceledException
            or ObjectDisposedException or IOException)
        {
            // No queue of that name yet (the receiver has never connected), or the link went: the row stays open.
            LogNotTaken(message.To, message.MessageId, notTaken.GetType().Name);
            return false;
        }
    }

    private async Task StayConnected(ConnectionFactory factory, CancellationToken ct)
    {
        try
        {
            await using var connection = await factory.CreateConnectionAsync(ct);
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
            if (addresses.Own.Any(a => a.IsHub))
                await channel.ExchangeDeclareAsync(OwnAddress.HubsExchange, ExchangeType.Direct, durable: true, cancellationToken: ct);

            var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.ConnectionShutdownAsync += (_, reason) => Lost(reason.ReplyText);
            channel.ChannelShutdownAsync += (_, reason) => Lost(reason.ReplyText);
            await using var stop = ct.Register(() => lost.TrySetCanceled(ct));

            _channel = channel;
            link.Up();
            LogUp(options.Broker.Host, options.User);
            reconnected.PublisherIsUp();
            relay.Set();

            var why = await lost.Task;
            _channel = null;
            link.Down(why);
            LogLost(why);

            Task Lost(string text)
            {
                lost.TrySetResult(text);
                return Task.CompletedTask;
            }
        }
        catch (Exception unreachable) when (unreachable is not OperationCanceledException)
        {
            _channel = null;
            link.Down("unreachable");
            if (!WasRefused(unreachable)) LogUnreachable(options.Broker.Host, options.Broker.Port, unreachable.GetType().Name);
            throw;
        }
        finally
        {
            _channel = null;
        }
    }

    private static bool WasRefused(Exception e) =>
        e is AuthenticationFailureException || (e is BrokerUnreachableException && e.InnerException is AuthenticationFailureException)
        || (e.InnerException is { } inner && WasRefused(inner));

    [LoggerMessage(LogLevel.Information, "Connected to the broker at {Host} as {User}.")]
    private partial void LogUp(string host, string user);

    [LoggerMessage(LogLevel.Warning, "The link to the broker went: {Why}. Everything unsent stays here and goes when the link is back.")]
    private partial void LogLost(string why);

    [LoggerMessage(LogLevel.Warning, "The broker at {Host}:{Port} cannot be reached ({Kind}). The service works on; the next try follows.")]
    private partial void LogUnreachable(string host, int port, string kind);

    [LoggerMessage(LogLevel.Critical, "The broker refuses user {User}: check the name and password in Messaging:Broker. The service stops.")]
    private partial void LogRefused(string user);

    [LoggerMessage(LogLevel.Debug, "The broker did not take message {MessageId} to {To} ({Kind}); it stays open.")]
    private partial void LogNotTaken(string to, Guid messageId, string kind);
}

/// <summary>Remembers which connections have come up, so that the relay sends everything open again and hello goes out.</summary>
internal sealed class Reconnected(RelaySignal relay)
{
    private readonly HashSet<string> _greet = [];
    private readonly HashSet<string> _ready = [];
    private bool _everythingDue;

    public void PublisherIsUp()
    {
        lock (_greet)
        {
            _everythingDue = true;
            _greet.UnionWith(_ready);   // a hello that was on its way when the link went may be lost
        }
    }

    public void QueueIsReady(string ownAddress)
    {
        lock (_greet)
        {
            _greet.Add(ownAddress);
            _ready.Add(ownAddress);
            _everythingDue = true;
        }
        relay.Set();
    }

    /// <summary>What there is to do since the last call.</summary>
    public (bool EverythingDue, IReadOnlyList<string> Greet) Take()
    {
        lock (_greet)
        {
            (bool, IReadOnlyList<string>) work = (_everythingDue, [.. _greet]);
            _everythingDue = false;
            _greet.Clear();
            return work;
        }
    }
}
