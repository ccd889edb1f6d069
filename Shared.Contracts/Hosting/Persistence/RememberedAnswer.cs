using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Shared.Hosting.Persistence;

/// <summary>
/// The answer given to a request that carried an <c>Idempotency-Key</c>, stored in the same transaction as the act, so that
/// the same request sent again gets the same answer and acts once. Kept 30 days.
/// </summary>
public sealed class RememberedAnswer
{
    public long Id { get; private set; }
    public required Guid AccountId { get; init; }
    public required string Route { get; init; }
    public required Guid Key { get; init; }

    /// <summary>SHA-256 of the request's body; the same key with another body is refused.</summary>
    public required byte[] RequestHash { get; init; }

    public int StatusCode { get; set; }
    public string? Body { get; set; }
    public string? Location { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class RememberedAnswerConfiguration : IEntityTypeConfiguration<RememberedAnswer>
{
    public void Configure(EntityTypeBuilder<RememberedAnswer> answer)
    {
        answer.ToTable("RememberedAnswers");
        answer.Property(a => a.Route).HasMaxLength(128);
        answer.Property(a => a.Location).HasMaxLength(256);
        answer.Property(a => a.RequestHash).HasMaxLength(32);
        answer.HasIndex(a => new { a.AccountId, a.Route, a.Key }).IsUnique();
        answer.HasIndex(a => a.At);   // the daily clean-up
    }
}
