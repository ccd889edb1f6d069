using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Shared.Hosting.Identity;
using Shared.Hosting.Messaging;

namespace Shared.Hosting.Persistence;

/// <summary>
/// What every service's database holds besides its own subject: accounts, data protection keys, custody (outbox, inbox,
/// parked and quarantined messages) and remembered answers. A service derives its own context, and from that one per database.
/// </summary>
public abstract class ServiceDb(DbContextOptions options) : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    private bool _sendsInTransaction;

    public DbSet<Posting> Postings => Set<Posting>();
    public DbSet<RememberedAnswer> RememberedAnswers => Set<RememberedAnswer>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<InboxMessage> Inbox => Set<InboxMessage>();
    public DbSet<ParkedMessage> Parked => Set<ParkedMessage>();
    public DbSet<QuarantinedMessage> Quarantine => Set<QuarantinedMessage>();
    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();
    public DbSet<Peer> Peers => Set<Peer>();
    public DbSet<CustodyState> Custody => Set<CustodyState>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ServiceDb).Assembly);
    }

    /// <summary>
    /// Saves in one transaction, one writer at a time within the process where the database has only one writer anyway:
    /// waiting here is fair and cheap, waiting inside SQLite is neither.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var sends = ChangeTracker.Entries<OutboxMessage>().Any(row => row.State == EntityState.Added);
        if (Database.CurrentTransaction is not null)
        {
            _sendsInTransaction |= sends;
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        var writes = this.GetService<Writes>();
        int saved;
        using (await writes.Enter(cancellationToken))
            saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (sends) writes.TellRelay();
        return saved;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync: a blocked thread is a blocked reader.");

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction inside the execution strategy; reads in it see what it writes.
    /// A retry starts from an empty change tracker, so <paramref name="work"/> must load what it needs itself.
    /// </summary>
    public async Task<T> InTransaction<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var writes = this.GetService<Writes>();
        var tries = 0;
        var result = await Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            if (tries++ > 0) ChangeTracker.Clear();
            _sendsInTransaction = false;
            using (await writes.Enter(token))
            {
                await using var transaction = await Database.BeginTransactionAsync(token);
                var done = await work(token);
                await SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return done;
            }
        }, ct);
        if (_sendsInTransaction) writes.TellRelay();
        return result;
    }

    /// <summary>Runs one bulk statement in the turn to write.</summary>
    public async Task<int> Write(Func<ServiceDb, Task<int>> statement, CancellationToken ct)
    {
        using (await this.GetService<Writes>().Enter(ct))
            return await statement(this);
    }
}
