using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shared.Hosting.Messaging;

namespace Shared.Hosting.Persistence;

/// <summary>
/// Makes the database ready before anything else of the host starts: migrations where they are ours to apply, and the row
/// that says who this database is.
/// </summary>
public sealed partial class DatabaseStart(
    IServiceScopeFactory scopes, DatabaseOptions options, TimeProvider clock, ILogger<DatabaseStart> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Prepare(cancellationToken);

    public async Task Prepare(CancellationToken ct)
    {
        using var alone = await StartLock.Take(options, clock, ct);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();

        if (options.MigrateAtStart ?? options.IsSqlite)
        {
            if (options.IsSqlite) await PrepareFile(db, ct);
            // Nothing is the rule, and EF's migrator compares two whole models before it finds that out.
            if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await db.Database.MigrateAsync(ct);
        }
        await NameThisDatabase(db, ct);
    }

    private async Task PrepareFile(ServiceDb db, CancellationToken ct)
    {
        var existed = File.Exists(options.File) && new FileInfo(options.File).Length > 0;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
            if (!existed) return;

            // EF's own lock is a row: one left by a killed process would make every later start wait for ever. We hold the real lock.
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);

            var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToArray();
            if (pending.Length > 0 && (await db.Database.GetAppliedMigrationsAsync(ct)).Any())
            {
                CopyAside((SqliteConnection)db.Database.GetDbConnection());
                LogMigrating(pending.Length);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The last copy only: it is the way back from the migration that runs now.</summary>
    private void CopyAside(SqliteConnection source)
    {
        var (copy, unfinished) = (options.File + ".before-migration", options.File + ".before-migration.unfinished");
        File.Delete(unfinished);
        using (var target = new SqliteConnection(ServiceDatabase.SqliteConnectionString(unfinished, pooling: false)))
        {
            target.Open();
            source.BackupDatabase(target);
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(unfinished, File.GetUnixFileMode(options.File!));
        File.Move(unfinished, copy, overwrite: true);
    }

    private static async Task NameThisDatabase(ServiceDb db, CancellationToken ct)
    {
        if (await db.Custody.AnyAsync(ct)) return;
        db.Custody.Add(new CustodyState { Epoch = Guid.CreateVersion7() });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another replica on the same database server was first; if not, this is a real fault.
            db.ChangeTracker.Clear();
            if (!await db.Custody.AnyAsync(ct)) throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applying {Count} migration(s); the database was copied aside first")]
    private partial void LogMigrating(int count);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
