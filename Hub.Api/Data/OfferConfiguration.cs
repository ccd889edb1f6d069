using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Api.Data;

internal sealed class OfferConfiguration : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> offer)
    {
        offer.ToTable("Offers");
        offer.Property(o => o.HubCode).HasMaxLength(32);
        offer.Property(o => o.PractitionerCode).HasMaxLength(64);
        offer.Property(o => o.Ended).HasConversion<string>().HasMaxLength(16);
        offer.Property(o => o.Reason).HasMaxLength(32);
        offer.HasOne<Consult>().WithMany(c => c.Offers).HasForeignKey(o => o.ConsultRow);
        // Offered twice at the same moment it is one offer.
        offer.HasIndex(o => new { o.ConsultRow, o.PractitionerCode }).IsUnique().HasFilter("[EndedAt] IS NULL");
        offer.HasIndex(o => new { o.PractitionerCode, o.EndedAt });
        offer.HasIndex(o => new { o.EndedAt, o.ExpiresAt });
    }
}
