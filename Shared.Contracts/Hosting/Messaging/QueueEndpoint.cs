using System.Text;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Shared.Hosting.Messaging;

/// <summary>
/// Declares our queue on every (re)connect, before anything is consumed: so a broker that lost everything is made whole by
/// those who use it. MassTransit's own topology would want permissions that a site must not have.
/// </summary>
internal sealed class DeclareQueue(string queue, bool isHub) : IFilter<ChannelContext>
{
    private static readonly Dictionary<string, object?> HubArguments = new()
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
        ["x-delivery-limit"] = 50,
    };

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var ct = context.CancellationToken;
        await context.Channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, isHub ? HubArguments : null, cancellationToken: ct);
        if (isHub)
        {
            await context.Channel.ExchangeDeclareAsync(OwnAddress.HubsExchange, "direct", durable: true, autoDelete: false, cancellationToken: ct);
            await context.Channel.QueueBindAsync(queue, OwnAddress.HubsExchange, queue, cancellationToken: ct);
        }
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("declareQueue");
}

/// <summary>Takes what one queue delivers, in batches, and acks only what is committed.</summary>
internal sealed partial class QueueConsumer(string queue, bool isHub, Inbox inbox, EndpointKeeper keeper, ILogger log) : IConsumer<Batch<Delivery>>
{
    /// <summary>How long a batch is held while the database cannot be written, before the endpoint is stopped for a while.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    public async Task Consume(ConsumeContext<Batch<Delivery>> context)
    {
        var fresh = new List<Delivered>();
        var suspects = new List<Delivered>();
        foreach (var message in context.Message)
        {
            var (delivered, mayHaveCrashed) = Read(message);
            (mayHaveCrashed ? suspects : fresh).Add(delivered);
        }

        if (fresh.Count > 0) await Held(() => inbox.Take(fresh, context.CancellationToken), context.CancellationToken);
        foreach (var suspect in suspects)
        {
            var attempts = 0;
            await Held(async () => attempts = await inbox.NoteAttempt(suspect, context.CancellationToken), context.CancellationToken);
            await Held(() => inbox.TakeSuspect(suspect, attempts, context.CancellationToken), context.CancellationToken);
        }
        keeper.Worked(queue);
    }

    /// <summary>Waits out a fault that passes by itself without giving anything back: each return would count against the message.</summary>
    private async Task Held(Func<Task> take, CancellationToken ct)
    {
        var wait = TimeSpan.FromMilliseconds(50);
        for (var held = TimeSpan.Zero; ; held += wait, wait = wait < TimeSpan.FromSeconds(10) ? wait * 2 : wait)
        {
            try
            {
                await take();
                return;
            }
            catch (Exception passing) when (!ct.IsCancellationRequested && Inbox.IsTransient(passing))
            {
                LogHeld(queue, passing.GetType().Name);
                if (held >= Hold)
                {
                    keeper.Pause(queue);
                    throw;
                }
                await Task.Delay(wait, ct);
            }
        }
    }

    private (Delivered Message, bool MayHaveCrashed) Read(ConsumeContext<Delivery> message)
    {
        var received = message.ReceiveContext;
        received.TryGetPayload<RabbitMqBasicConsumeContext>(out var basic);
        var properties = basic?.Properties;
        var headers = properties?.Headers;
        Guid? epoch = Guid.TryParse(Text(headers, Contracts.Messaging.MessageHeaders.Epoch), out var parsed) ? parsed : null;
        long? number = headers?.TryGetValue(Contracts.Messaging.MessageHeaders.Number, out var n) == true && n is long or int ? Convert.ToInt64(n, null) : null;
        var deliveries = headers?.TryGetValue("x-delivery-count", out var count) == true && count is long or int ? Convert.ToInt64(count, null) : 0;
        return (new(queue, received.Body.GetBytes(), properties?.UserId, properties?.MessageId, epoch, number),
            isHub ? deliveries >= 2 : received.Redelivered);
    }

    private static string? Text(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) == true ? value as string ?? (value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null) : null;

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: the database cannot be written at the moment ({Kind}); the messages are held and tried again.")]
    private partial void LogHeld(string queue, string kind);
}

/// <summary>Stops an endpoint whose database stays away and starts it again after a growing pause; says when a queue is ready.</summary>
internal sealed partial class EndpointKeeper(Reconnected reconnected, TimeProvider clock, ILogger<EndpointKeeper> log) : IReceiveEndpointObserver
{
    private readonly Dictionary<string, (IReceiveEndpoint? Endpoint, TimeSpan Pause)> _endpoints = [];

    public Task Ready(ReceiveEndpointReady ready)
    {
        var queue = QueueOf(ready.InputAddress);
        lock (_endpoints) _endpoints[queue] = (ready.ReceiveEndpoint, _endpoints.GetValueOrDefault(queue).Pause);
        LogReady(queue);
        // Each of its queues: what was returned because one of them was not there yet must not wait for its next turn.
        reconnected.QueueIsReady(OwnAddress.OfQueue(queue));
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        LogFaulted(QueueOf(faulted.InputAddress), faulted.Exception?.GetType().Name ?? "");
        return Task.CompletedTask;
    }

    public void Worked(string queue)
    {
        lock (_endpoints)
            if (_endpoints.TryGetValue(queue, out var known)) _endpoints[queue] = (known.Endpoint, TimeSpan.Zero);
    }

    /// <summary>Returns at once: stopping waits for the consumer that calls this.</summary>
    public void Pause(string queue) => _ = StopAndStart(queue);

    private async Task StopAndStart(string queue)
    {
        IReceiveEndpoint? endpoint;
        TimeSpan pause;
        lock (_endpoints)
        {
            (endpoint, pause) = _endpoints.GetValueOrDefault(queue);
            pause = pause == TimeSpan.Zero ? TimeSpan.FromSeconds(30) : pause < TimeSpan.FromMinutes(15) ? pause * 2 : pause;
            _endpoints[queue] = (endpoint, pause);
        }
        if (endpoint is null) return;
        try
        {
            LogPaused(queue, pause);
            await endpoint.Stop(CancellationToken.None);
            await Task.Delay(pause, clock);
            endpoint.Start(CancellationToken.None);
        }
        catch (Exception failed)
        {
            LogNotStarted(queue, failed);
        }
    }

    private static string QueueOf(Uri? address) => Uri.UnescapeDataString(address!.Segments[^1]);

    [LoggerMessage(LogLevel.Information, "Queue {Queue} is ready.")]
    private partial void LogReady(string queue);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} cannot be read at the moment ({Kind}).")]
    private partial void LogFaulted(string queue, string kind);

    [LoggerMessage(LogLevel.Error, "Queue {Queue}: the database has not answered for minutes. Taking stops for {Pause} and starts again by itself.")]
    private partial void LogPaused(string queue, TimeSpan pause);

    [LoggerMessage(LogLevel.Critical, "Queue {Queue} could not be started again; restart the service.")]
    private partial void LogNotStarted(string queue, Exception failed);
}
