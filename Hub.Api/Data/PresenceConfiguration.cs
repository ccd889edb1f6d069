using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Api.Data;

internal sealed class PresenceConfiguration : IEntityTypeConfiguration<Presence>
{
    public void Configure(EntityTypeBuilder<Presence> presence)
    {
        presence.ToTable("Presences");
        presence.Property(p => p.HubCode).HasMaxLength(32);
        presence.Property(p => p.PractitionerCode).HasMaxLength(64);
        presence.Property(p => p.Because).HasConversion<string>().HasMaxLength(16);
        // Two presses of the button are one stay.
        presence.HasIndex(p => new { p.HubCode, p.AccountId }).IsUnique().HasFilter("[EndedAt] IS NULL");
        presence.HasIndex(p => new { p.HubCode, p.EndedAt });
    }
}

public static class Presences
{
    /// <summary>Who can be counted on at these hubs: on duty, and seen since not too long ago.</summary>
    public static IQueryable<Presence> There(this IQueryable<Presence> presences, DateTimeOffset now)
    {
        var seen = now - Presence.Silence;
        return presences.Where(p => p.EndedAt == null && p.SeenAt > seen);
    }
}
