using Shared.Contracts.Messaging;

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

/// <summary>
/// One of our addresses. A hub has quorum queues bound to the exchange, one of them for emergencies and one for pictures; a site has one
/// classic queue.
/// </summary>
public sealed record OwnAddress(string Address, bool IsHub)
{
    public const string HubsExchange = "hubs";
    private const string Emergency = ".emergency";
    private const string Attachments = ".attachments";

    public IEnumerable<string> Queues => IsHub ? [Address, Address + Emergency, Address + Attachments] : [Address];

    public static string OfQueue(string queue) =>
        queue.EndsWith(Emergency, StringComparison.Ordinal) ? queue[..^Emergency.Length]
        : queue.EndsWith(Attachments, StringComparison.Ordinal) ? queue[..^Attachments.Length]
        : queue;

    /// <summary>Where a message to an address is published: hubs through their exchange, sites straight to their queue.</summary>
    public static (string Exchange, string RoutingKey) Route(string to, MessagePriority priority) =>
        to.StartsWith("spoke.", StringComparison.Ordinal) ? ("", to)
        : (HubsExchange, priority switch
        {
            MessagePriority.Emergency => to + Emergency,
            MessagePriority.Attachment => to + Attachments,
            _ => to,
        });
}
