using System.ComponentModel.DataAnnotations;

namespace Shared.Hosting.Messaging;

/// <summary>How this service reaches the broker. Bound from <c>Messaging</c>; checked before the host starts.</summary>
public sealed class MessagingOptions : IValidatableObject
{
    public const string Section = "Messaging";

    /// <summary>AMQP address with user, password and virtual host, such as <c>amqp://spoke.shimla-1:…@broker:5671/hubspoke</c>.</summary>
    [Required] public Uri Broker { get; init; } = null!;

    /// <summary>How long a sent row waits for its receipt before it is sent again; doubles up to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReceiptTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest wait between two sends while receipts come from that receiver at all.</summary>
    public TimeSpan LongestResend { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The wait between two sends to a receiver that has been silent for an hour.</summary>
    public TimeSpan SilentResend { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long a batch of publishes may wait for the broker's confirms.</summary>
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Most messages in one batch, of publishes and of deliveries alike.</summary>
    [Range(1, 1000)] public int BatchSize { get; init; } = 100;

    /// <summary>A batch of deliveries is taken when it is full or this old.</summary>
    public TimeSpan BatchWait { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How often the relay looks by itself; a commit in this process wakes it at once.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a relay that was killed keeps the next one on its database from sending; one that stops in order leaves at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RelayLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A gap in a sender's numbers is reported after this long.</summary>
    public TimeSpan GapReported { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The broker user, which the broker vouches for on everything we publish.</summary>
    public string User => Uri.UnescapeDataString(Broker.UserInfo.Split(':')[0]);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Broker is not { Scheme: "amqp" or "amqps", UserInfo.Length: > 0 })
            yield return new("must be an amqp or amqps address with user and password.", [nameof(Broker)]);
    }
}
