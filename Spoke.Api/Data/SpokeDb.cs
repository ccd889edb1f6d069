using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Persistence;
using Spoke.Api.Domain;

namespace Spoke.Api.Data;

/// <summary>What a site keeps: its patients and requests, beside accounts and custody.</summary>
public abstract class SpokeDb(DbContextOptions options) : ServiceDb(options)
{
    public DbSet<Patient> Patients => Set<Patient>();
    public DbSet<PatientCorrection> Corrections => Set<PatientCorrection>();
    public DbSet<PatientMerge> Merges => Set<PatientMerge>();
    public DbSet<ConsultRequest> Requests => Set<ConsultRequest>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<RecordCopy> Copies => Set<RecordCopy>();
    public DbSet<TextMessage> TextMessages => Set<TextMessage>();
    public DbSet<SpokeCounter> Counters => Set<SpokeCounter>();
    public DbSet<ReceivedLists> Lists => Set<ReceivedLists>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(SpokeDb).Assembly);
    }
}

public sealed class SqliteSpokeDb(DbContextOptions<SqliteSpokeDb> options) : SpokeDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.StoreTimesAsTicks();
}

public sealed class SqlServerSpokeDb(DbContextOptions<SqlServerSpokeDb> options) : SpokeDb(options);
