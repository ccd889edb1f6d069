namespace Shared.Contracts.Messaging;

/// <summary>
/// The receiver has these messages in its own database and answers for them from now on; or it has put them aside and
/// says why. Sent by every receiver after its commit, and again for every duplicate. Never answered.
/// </summary>
public sealed record Receipt
{
    public const string Name = "receipt.v1";

    public required IReadOnlyList<Guid> Received { get; init; }

    public required IReadOnlyList<RefusedMessage> Refused { get; init; }
}

/// <summary>A message the receiver can never apply, with a stable code.</summary>
public sealed record RefusedMessage(Guid MessageId, string Code)
{
    /// <summary>The receiver's version does not know this message: it keeps it and applies it after the upgrade that does.</summary>
    public const string NotKnownYet = "message-unknown";
}

/// <summary>
/// A receiver has (re)connected and says how far it has seen its sender's messages, so that the sender sends what is
/// missing at once. Sent to every peer on each connect. Never answered.
/// </summary>
public sealed record Hello
{
    public const string Name = "hello.v1";

    /// <summary>The receiver's own epoch: another one than before means its database is new or restored.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>The sender's epoch this mark counts in; null when nothing was ever received.</summary>
    public required Guid? SenderEpoch { get; init; }

    /// <summary>Highest number seen in that epoch; 0 when none.</summary>
    public required long HighestSeen { get; init; }
}
