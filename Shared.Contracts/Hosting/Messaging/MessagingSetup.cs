using MassTransit;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Shared.Hosting.Messaging;

public static class MessagingSetup
{
    /// <summary>
    /// Custody over RabbitMQ: outbox and relay, inbox and receipts. The service gives its consumers; it registers its
    /// <see cref="AddressBook"/> as a singleton itself.
    /// </summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services, Func<ConsumerList, ConsumerList> consumers)
    {
        services.AddSettings<MessagingOptions>(MessagingOptions.Section);

        var list = consumers(new ConsumerList());
        services.AddSingleton(list);
        foreach (var receiver in list.Receivers) services.AddScoped(receiver);
        if (list.RefusalNoter is { } noter) services.AddScoped(noter);

        services.TryAddSingleton<RelaySignal>();   // the database's turn to write rings it too
        services.AddSingleton<Link>();
        services.AddSingleton<Reconnected>();
        services.AddSingleton<ReceiptDesk>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<EndpointKeeper>();
        services.AddSingleton<Publisher>();
        services.AddScoped<Outbox>();
        services.AddHostedService(s => s.GetRequiredService<Publisher>());
        services.AddHostedService<Relay>();
        services.AddHostedService<GapWatch>();
        services.AddHostedService<QuarantineRelease>();

        services.AddMassTransit(bus => bus.UsingRabbitMq((context, rabbit) =>
        {
            var options = context.GetRequiredService<MessagingOptions>();
            var addresses = context.GetRequiredService<AddressBook>();
            rabbit.Host(options.Broker, host => host.ConnectionName($"{string.Join(' ', addresses.Own.Select(a => a.Address))} (consumer)"));
            foreach (var own in addresses.Own)
                foreach (var queue in own.Queues)
                    rabbit.ReceiveEndpoint(queue, endpoint => Configure(endpoint, queue, own.IsHub, options, context));
        }));
        // Readiness is ours: a service without the broker is degraded, not unhealthy.
        services.Configure<MassTransitHostOptions>(o => o.WaitUntilStarted = false);
        return services;
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, string queue, bool isHub, MessagingOptions options, IServiceProvider services)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.BindQueue = false;
        if (isHub)
        {
            endpoint.SetQuorumQueue();
            endpoint.SingleActiveConsumer = true;
        }
        endpoint.ConfigureChannel(pipe => pipe.UseFilter(new DeclareQueue(queue, isHub)));
        // A site's link is thin and breaks often; what it has not acked comes again.
        endpoint.PrefetchCount = options.BatchSize * (isHub ? 5 : 2);
        endpoint.ClearSerialization();
        var opaque = new OpaqueBody();
        endpoint.AddSerializer(opaque);
        endpoint.AddDeserializer(opaque, isDefault: true);
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        endpoint.ConnectReceiveEndpointObserver(services.GetRequiredService<EndpointKeeper>());
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger<QueueConsumer>();
        endpoint.Batch<Delivery>(batch =>
        {
            batch.MessageLimit = options.BatchSize;
            batch.TimeLimit = options.BatchWait;
            batch.ConcurrencyLimit = 1;
            batch.Consumer(() => new QueueConsumer(queue, isHub, services.GetRequiredService<Inbox>(), services.GetRequiredService<EndpointKeeper>(), log));
        });
    }
}

/// <summary>Once at each start: what an upgrade has taught us to read leaves quarantine.</summary>
internal sealed class QuarantineRelease(Inbox inbox) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => inbox.ReleaseKnown(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
