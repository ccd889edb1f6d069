using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Api.Data;

internal sealed class ShiftConfiguration : IEntityTypeConfiguration<Shift>
{
    public void Configure(EntityTypeBuilder<Shift> shift)
    {
        shift.ToTable("Shifts");
        shift.Property(s => s.HubCode).HasMaxLength(32);
        shift.Property(s => s.PractitionerCode).HasMaxLength(64);
        shift.Property(s => s.Specialty).HasMaxLength(64);
        shift.Property(s => s.Kind).HasConversion<string>().HasMaxLength(16);
        shift.Property(s => s.Weekday).HasConversion<string>().HasMaxLength(16);
        // A list that two people read at once plans no week twice. SQLite takes single days, whose weekday is null, for different ones.
        shift.HasIndex(s => new { s.HubCode, s.PractitionerCode, s.Specialty, s.Kind, s.Weekday, s.From, s.Begins }).IsUnique().HasFilter(null);
    }
}

internal sealed class LeaveConfiguration : IEntityTypeConfiguration<Leave>
{
    public void Configure(EntityTypeBuilder<Leave> leave)
    {
        leave.ToTable("Leaves");
        leave.Property(l => l.PractitionerCode).HasMaxLength(64);
        leave.Property(l => l.CoverCode).HasMaxLength(64);
        leave.HasIndex(l => new { l.PractitionerCode, l.From }).IsUnique();
    }
}

internal sealed class RosterTurnConfiguration : IEntityTypeConfiguration<RosterTurn>
{
    public void Configure(EntityTypeBuilder<RosterTurn> turn)
    {
        turn.ToTable("RosterTurns");
        turn.Property(t => t.Id).ValueGeneratedNever();
        turn.HasData(new { Id = 1, Taken = 0L });
    }
}
