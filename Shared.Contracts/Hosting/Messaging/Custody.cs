using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shared.Contracts.Messaging;

namespace Shared.Hosting.Messaging;

/// <summary>Where a message that we send stands.</summary>
public enum OutboxState
{
    /// <summary>Custody is still ours: it is sent, and sent again, until its receipt comes.</summary>
    Open = 0,

    /// <summary>The receiver has taken custody.</summary>
    Received = 1,

    /// <summary>The receiver has quarantined it and said why; <see cref="OutboxMessage.RefusedCode"/>.</summary>
    Refused = 2,
}

/// <summary>One message we owe somebody. Written with the act it tells of; it leaves <see cref="OutboxState.Open"/> only by the receiver's word.</summary>
public sealed class OutboxMessage
{
    public long Id { get; private set; }
    public required Guid MessageId { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required string Name { get; init; }
    public required MessagePriority Priority { get; init; }
    public required Guid ConsultId { get; init; }

    /// <summary>What it is a piece of, and counted as; null when it is a thing of its own.</summary>
    public Guid? Whole { get; init; }

    /// <summary>The exact bytes that every send repeats.</summary>
    public required byte[] Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Place in the row of messages from this epoch to this receiver, from 1; null until the relay first takes it.</summary>
    public long? Number { get; set; }

    public int Sends { get; set; }
    public DateTimeOffset? LastSentAt { get; set; }

    /// <summary>When it is next sent if no receipt comes; the relay takes what is due.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public OutboxState State { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? RefusedCode { get; set; }
}

/// <summary>One message we have taken custody of, or refused. Its key never expires.</summary>
public sealed class InboxMessage
{
    public long Id { get; private set; }
    public required string Sender { get; init; }

    /// <summary>Which of our addresses it came to.</summary>
    public required string Receiver { get; init; }
    public required Guid MessageId { get; init; }

    /// <summary>SHA-256 of the body: the same id with other bytes is a security event.</summary>
    public required byte[] BodyHash { get; init; }

    public required string Name { get; init; }
    public Guid? Epoch { get; init; }
    public long? Number { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Null: received. Otherwise the code it was refused with, repeated to whoever sends it again.</summary>
    public string? RefusedCode { get; set; }
}

/// <summary>A message in our custody about a consult we do not know yet; it is applied when the original arrives.</summary>
public sealed class ParkedMessage
{
    public long Id { get; private set; }
    public required Guid ConsultId { get; init; }
    public required string Sender { get; init; }
    public required Guid MessageId { get; init; }
    public required byte[] Body { get; init; }
    public required DateTimeOffset ParkedAt { get; init; }
}

/// <summary>A message that can never be applied as it is, kept with its reason for somebody to look at.</summary>
public sealed class QuarantinedMessage
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The broker user who published it, as the broker vouches; empty if it did not say.</summary>
    public required string BrokerUser { get; init; }
    public required string Queue { get; init; }
    public Guid? MessageId { get; init; }
    public string? Name { get; init; }
    public required string Code { get; init; }

    /// <summary>What was wrong, without anything from the body.</summary>
    public required string Reason { get; init; }

    /// <summary>The bytes as they came, at most the body limit; patient data, so shown to nobody without permission.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When an upgrade made it readable and it was applied.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
}

/// <summary>A message that came back after a crash is tried alone, and this row is written before each try.</summary>
public sealed class DeliveryAttempt
{
    public long Id { get; private set; }
    public required string Sender { get; init; }
    public required Guid MessageId { get; init; }
    public int Attempts { get; set; }
    public required DateTimeOffset LastAt { get; set; }
}

/// <summary>What we know of one address we exchange messages with, in both directions.</summary>
public sealed class Peer
{
    public long Id { get; private set; }

    /// <summary>Our own address in this exchange; one process may serve several hubs.</summary>
    public required string Own { get; init; }

    /// <summary>The other side.</summary>
    public required string Address { get; init; }

    /// <summary>The number given to the latest message to this address.</summary>
    public long LastNumber { get; set; }

    /// <summary>When anything of ours to this address last got a receipt.</summary>
    public DateTimeOffset? LastReceiptAt { get; set; }

    /// <summary>The oldest send since the last receipt; null when nothing is unanswered.</summary>
    public DateTimeOffset? UnansweredSince { get; set; }

    /// <summary>The other side's epoch as it last said hello; another one means its database is new or restored.</summary>
    public Guid? ReceiverEpoch { get; set; }

    /// <summary>The epoch of what we receive from this address.</summary>
    public Guid? SenderEpoch { get; set; }

    /// <summary>Highest number seen in <see cref="SenderEpoch"/>.</summary>
    public long HighestSeen { get; set; }

    /// <summary>Every number up to here has been seen; below <see cref="HighestSeen"/> there is a gap.</summary>
    public long SeenWithoutGap { get; set; }

    /// <summary>Since when there has been a gap; reported after ten minutes.</summary>
    public DateTimeOffset? GapSince { get; set; }

    /// <summary>When anything last arrived from this address.</summary>
    public DateTimeOffset? LastHeardAt { get; set; }
}

/// <summary>One row: who this database is, and which process relays for it.</summary>
public sealed class CustodyState
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>Made when the database is created or restored; numbers count within it.</summary>
    public required Guid Epoch { get; set; }

    /// <summary>The process that relays now.</summary>
    public Guid? RelayOwner { get; set; }

    /// <summary>When its lease ends, by the database's clock, in Unix milliseconds.</summary>
    public long RelayUntil { get; set; }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> row)
    {
        row.ToTable("Outbox");
        row.Property(m => m.From).HasMaxLength(96);
        row.Property(m => m.To).HasMaxLength(96);
        row.Property(m => m.Name).HasMaxLength(64);
        row.Property(m => m.RefusedCode).HasMaxLength(64);
        row.HasIndex(m => m.MessageId).IsUnique();
        // The relay: what is open and due, most urgent and oldest first.
        row.HasIndex(m => new { m.State, m.DueAt });
        // Receipts and hello: rows to one receiver; and what still waits about one consult.
        row.HasIndex(m => new { m.To, m.State, m.Number });
        row.HasIndex(m => m.ConsultId);
    }
}

internal sealed class InboxConfiguration : IEntityTypeConfiguration<InboxMessage>
{
    public void Configure(EntityTypeBuilder<InboxMessage> row)
    {
        row.ToTable("Inbox");
        row.Property(m => m.Sender).HasMaxLength(96);
        row.Property(m => m.Name).HasMaxLength(64);
        row.Property(m => m.BodyHash).HasMaxLength(32);
        row.Property(m => m.RefusedCode).HasMaxLength(64);
        row.HasIndex(m => new { m.Sender, m.MessageId }).IsUnique();
        row.Property(m => m.Receiver).HasMaxLength(96);
        row.HasIndex(m => new { m.Sender, m.Receiver, m.Epoch, m.Number });   // gaps
    }
}

internal sealed class ParkedConfiguration : IEntityTypeConfiguration<ParkedMessage>
{
    public void Configure(EntityTypeBuilder<ParkedMessage> row)
    {
        row.ToTable("Parked");
        row.Property(m => m.Sender).HasMaxLength(96);
        row.HasIndex(m => m.ConsultId);
    }
}

internal sealed class QuarantineConfiguration : IEntityTypeConfiguration<QuarantinedMessage>
{
    public void Configure(EntityTypeBuilder<QuarantinedMessage> row)
    {
        row.ToTable("Quarantine");
        row.Property(m => m.BrokerUser).HasMaxLength(96);
        row.Property(m => m.Queue).HasMaxLength(96);
        row.Property(m => m.Name).HasMaxLength(64);
        row.Property(m => m.Code).HasMaxLength(64);
        row.Property(m => m.Reason).HasMaxLength(512);
        row.HasIndex(m => new { m.Code, m.ReleasedAt });
    }
}

internal sealed class DeliveryAttemptConfiguration : IEntityTypeConfiguration<DeliveryAttempt>
{
    public void Configure(EntityTypeBuilder<DeliveryAttempt> row)
    {
        row.ToTable("DeliveryAttempts");
        row.Property(m => m.Sender).HasMaxLength(96);
        row.HasIndex(m => new { m.Sender, m.MessageId }).IsUnique();
    }
}

internal sealed class PeerConfiguration : IEntityTypeConfiguration<Peer>
{
    public void Configure(EntityTypeBuilder<Peer> row)
    {
        row.ToTable("Peers");
        row.Property(p => p.Own).HasMaxLength(96);
        row.Property(p => p.Address).HasMaxLength(96);
        row.HasIndex(p => new { p.Own, p.Address }).IsUnique();
    }
}

internal sealed class CustodyStateConfiguration : IEntityTypeConfiguration<CustodyState>
{
    public void Configure(EntityTypeBuilder<CustodyState> row)
    {
        row.ToTable("Custody");
        row.Property(c => c.Id).ValueGeneratedNever();
    }
}
