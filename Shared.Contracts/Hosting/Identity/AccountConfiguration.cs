using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Shared.Hosting.Identity;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.Property(a => a.Name).HasMaxLength(128);
        account.Property(a => a.NameHi).HasMaxLength(128);
        account.Property(a => a.PractitionerCode).HasMaxLength(64);
        account.Property(a => a.Language).HasMaxLength(8);
        account.HasMany(a => a.Postings).WithOne().HasForeignKey(p => p.AccountId);
    }
}

internal sealed class PostingConfiguration : IEntityTypeConfiguration<Posting>
{
    public void Configure(EntityTypeBuilder<Posting> posting)
    {
        posting.ToTable("Postings");
        posting.Property(p => p.Place).HasMaxLength(64);
        posting.HasIndex(p => new { p.AccountId, p.Place, p.From });
    }
}
