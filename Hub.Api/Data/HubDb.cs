using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Persistence;

namespace Hub.Api.Data;

/// <summary>What a hub keeps: its consults, beside accounts and custody.</summary>
public abstract class HubDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<Consult> Consults => Set<Consult>();
    public DbSet<ConsultAttachment> Attachments => Set<ConsultAttachment>();
    public DbSet<AttachmentPiece> AttachmentPieces => Set<AttachmentPiece>();
    public DbSet<AdviceDraft> AdviceDrafts => Set<AdviceDraft>();
    public DbSet<AdviceTemplate> AdviceTemplates => Set<AdviceTemplate>();
    public DbSet<UsedWord> UsedWords => Set<UsedWord>();
    public DbSet<ListImport> ListImports => Set<ListImport>();
    public DbSet<Shift> Shifts => Set<Shift>();
    public DbSet<Leave> Leaves => Set<Leave>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Escalation> Escalations => Set<Escalation>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<Presence> Presences => Set<Presence>();
    public DbSet<RosterTurn> RosterTurns => Set<RosterTurn>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(HubDb).Assembly);
    }
}

public sealed class SqliteHubDb(DbContextOptions<SqliteHubDb> options) : HubDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.StoreTimesAsTicks();
}

public sealed class SqlServerHubDb(DbContextOptions<SqlServerHubDb> options) : HubDb(options);
