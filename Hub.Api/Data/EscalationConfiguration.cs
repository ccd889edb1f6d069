using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Api.Data;

internal sealed class EscalationConfiguration : IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<Escalation> escalation)
    {
        escalation.ToTable("Escalations");
        escalation.Property(e => e.Step).HasConversion<string>().HasMaxLength(16);
        escalation.Property(e => e.Result).HasConversion<string>().HasMaxLength(16);
        escalation.HasOne<Consult>().WithMany(c => c.Escalations).HasForeignKey(e => e.ConsultRow);
        escalation.HasIndex(e => new { e.DoneAt, e.DueAt });
    }
}

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("Alerts");
        alert.Property(a => a.HubCode).HasMaxLength(32);
        alert.Property(a => a.Number).HasMaxLength(48);
        alert.Property(a => a.Specialty).HasMaxLength(64);
        alert.Property(a => a.Code).HasMaxLength(32);
        alert.Property(a => a.SeenBy).HasMaxLength(128);
        alert.HasIndex(a => new { a.HubCode, a.SeenAt });
    }
}
