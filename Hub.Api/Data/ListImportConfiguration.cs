using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Api.Data;

internal sealed class ListImportConfiguration : IEntityTypeConfiguration<ListImport>
{
    public void Configure(EntityTypeBuilder<ListImport> import)
    {
        import.ToTable("ListImports");
        import.Property(i => i.Kind).HasConversion<string>().HasMaxLength(16);
        import.Property(i => i.FileName).HasMaxLength(128);
        import.Property(i => i.SignedBy).HasMaxLength(128);
        import.Property(i => i.OrderNumber).HasMaxLength(64);
        import.Property(i => i.By).HasMaxLength(128);
        // Two that are taken at once are not both the next.
        import.HasIndex(i => i.Number).IsUnique();
    }
}
