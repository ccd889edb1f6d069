using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What a site may do at the broker with its own password, whatever program it does it with: use its own queue, and write to hubs.</summary>
public sealed class PermissionTests : InOneWorld
{
    private static readonly (string What, Func<IChannel, Task> Act)[] Forbidden =
    [
        ("read another site's queue", c => c.BasicGetAsync(World.KangraAddress, autoAck: false)),
        ("consume another site's queue", c => c.BasicConsumeAsync(World.KangraAddress, autoAck: false, new AsyncEventingBasicConsumer(c))),
        ("purge another site's queue", c => c.QueuePurgeAsync(World.KangraAddress)),
        ("delete another site's queue", c => c.QueueDeleteAsync(World.KangraAddress)),
        ("declare another site's queue", c => c.QueueDeclareAsync(World.KangraAddress, true, false, false)),
        ("declare a site's queue that does not exist yet", c => c.QueueDeclareAsync("spoke.mandi-1", true, false, false)),
        ("declare a queue of its own choice", c => c.QueueDeclareAsync("hub.igmc.copy", true, false, false)),
        ("declare an exchange", c => c.ExchangeDeclareAsync("copy", "fanout")),
        ("delete the exchange of the hubs", c => c.ExchangeDeleteAsync("hubs")),
        ("bind another site's queue", c => c.QueueBindAsync(World.KangraAddress, "hubs", "hub.igmc")),
        ("bind its own queue to what goes to a hub", c => c.QueueBindAsync(World.ShimlaAddress, "hubs", "hub.igmc")),
        ("read a hub's queue", c => c.BasicConsumeAsync("hub.igmc", autoAck: false, new AsyncEventingBasicConsumer(c))),
        ("purge a hub's queue", c => c.QueuePurgeAsync("hub.igmc")),
        ("write straight to another site", c => c.BasicPublishAsync("", World.KangraAddress, mandatory: true, new BasicProperties(), "{}"u8.ToArray()).AsTask()),
    ];

    [TestCaseSource(nameof(Names))]
    public async Task A_site_may_not(string what)
    {
        await using var site = await World.As(World.ShimlaAddress);
        await using var channel = await site.Channel();
        var refused = Assert.CatchAsync(() => Forbidden.Single(f => f.What == what).Act(channel))!;
        for (var inner = refused; inner is not OperationInterruptedException && inner.InnerException is not null;) refused = inner = inner.InnerException;
        Assert.That((refused as OperationInterruptedException)?.ShutdownReason?.ReplyCode, Is.EqualTo(403), refused.ToString());
    }

    [Test]
    public async Task A_site_may_use_its_own_queue_and_write_to_the_hubs()
    {
        await using var site = await World.As(World.ShimlaAddress);
        await using var channel = await site.Channel();
        await channel.QueueDeclareAsync(World.ShimlaAddress, durable: true, exclusive: false, autoDelete: false);
        Assert.ThrowsAsync<PublishReturnException>(() => channel.BasicPublishAsync(
            "hubs", "hub.nowhere", mandatory: true, new BasicProperties { UserId = World.ShimlaAddress }, "{}"u8.ToArray()).AsTask(), "taken, and there is no such hub");
    }

    private static IEnumerable<string> Names => Forbidden.Select(f => f.What);
}
