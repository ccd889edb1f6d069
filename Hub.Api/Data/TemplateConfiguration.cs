using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shared.Hosting.Persistence;

namespace Hub.Api.Data;

internal sealed class AdviceTemplateConfiguration : IEntityTypeConfiguration<AdviceTemplate>
{
    public void Configure(EntityTypeBuilder<AdviceTemplate> template)
    {
        template.ToTable("AdviceTemplates");
        template.Property(t => t.HubCode).HasMaxLength(32);
        template.Property(t => t.NameEn).HasMaxLength(64);
        template.Property(t => t.NameHi).HasMaxLength(64);
        template.Property(t => t.ChangedBy).HasMaxLength(128);
        template.Property(t => t.Content)!.IsJson();
        template.Property(t => t.Version).IsConcurrencyToken();
        template.HasIndex(t => t.TemplateId).IsUnique();
        // The advice form: what this hub and this doctor have.
        template.HasIndex(t => t.HubCode);
        template.HasIndex(t => t.OwnerId);
    }
}

internal sealed class UsedWordConfiguration : IEntityTypeConfiguration<UsedWord>
{
    public void Configure(EntityTypeBuilder<UsedWord> used)
    {
        used.ToTable("UsedWords");
        used.Property(u => u.PractitionerCode).HasMaxLength(64);
        used.Property(u => u.Kind).HasMaxLength(16);
        used.Property(u => u.Key).HasMaxLength(128);
        used.Property(u => u.Diagnosis).IsJson();
        used.Property(u => u.Medicine).IsJson();
        // The advice form: the latest of one doctor.
        used.HasIndex(u => new { u.PractitionerCode, u.Kind, u.Id });
    }
}
