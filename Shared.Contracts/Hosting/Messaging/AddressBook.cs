namespace Shared.Hosting.Messaging;

/// <summary>
/// The addresses this process answers to, those it exchanges messages with, and the broker user of each. Made by the service
/// from its directory.
/// </summary>
/// <param name="Own">Our addresses, each with the shape of its queues.</param>
/// <param name="UserOf">The broker user of every known address.</param>
/// <param name="PeersOf">Who an own address exchanges messages with: these get a hello.</param>
public sealed record AddressBook(
    IReadOnlyList<OwnAddress> Own,
    IReadOnlyDictionary<string, string> UserOf,
    Func<string, IEnumerable<string>> PeersOf)
{
    /// <summary>Where a broker user can be told that its message was refused; null when nobody of that name is known.</summary>
    public string? AddressOf(string brokerUser) => UserOf.FirstOrDefault(a => a.Value == brokerUser).Key;
}

/// <summary>One of our addresses. A hub has quorum queues bound to the exchange, one of them for emergencies; a site has one classic queue.</summary>
public sealed record OwnAddress(string Address, bool IsHub)
{
    public const string HubsExchange = "hubs";
    private const string Emergency = ".emergency";

    public IEnumerable<string> Queues => IsHub ? [Address, Address + Emergency] : [Address];

    public static string OfQueue(string queue) => queue.EndsWith(Emergency, StringComparison.Ordinal) ? queue[..^Emergency.Length] : queue;

    /// <summary>Where a message to an address is published: hubs through their exchange, sites straight to their queue.</summary>
    public static (string Exchange, string RoutingKey) Route(string to, Shared.Contracts.Messaging.MessagePriority priority) =>
        to.StartsWith("spoke.", StringComparison.Ordinal) ? ("", to)
        : (HubsExchange, priority == Contracts.Messaging.MessagePriority.Emergency ? to + Emergency : to);
}
