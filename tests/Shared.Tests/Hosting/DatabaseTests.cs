using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Persistence;

namespace Shared.Tests.Hosting;

public sealed class DatabaseTests
{
    private string _folder = null!;

    [SetUp]
    public void Make_a_folder() => _folder = NotesService.NewFolder();

    [TearDown]
    public void Remove_it()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<long> Pragma(NotesDb db, string name)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Test]
    public async Task A_commit_waits_for_the_disk_on_every_connection()
    {
        await using var service = await NotesService.StartIn(_folder);

        // The second scope gets a pooled connection back; the settings must hold there too.
        for (var i = 0; i < 2; i++)
        {
            Assert.That(await service.Db(db => Pragma(db, "synchronous")), Is.EqualTo(2), "2 is FULL");
            Assert.That(await service.Db(db => Pragma(db, "busy_timeout")), Is.EqualTo(30_000));
            Assert.That(await service.Db(db => Pragma(db, "foreign_keys")), Is.EqualTo(1));
        }
        Assert.That(await service.Db(db => db.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync()), Is.EqualTo("wal"));
    }

    [Test]
    public async Task The_service_and_hosting_share_one_context_in_a_scope()
    {
        await using var service = await NotesService.StartIn(_folder);
        await using var scope = service.App.Services.CreateAsyncScope();

        Assert.That(scope.ServiceProvider.GetRequiredService<ServiceDb>(), Is.SameAs(scope.ServiceProvider.GetRequiredService<NotesDb>()));
    }

    [Test]
    public async Task Times_are_compared_by_the_database()
    {
        await using var service = await NotesService.StartIn(_folder);
        var at = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(5.5));
        await service.Db(async db =>
        {
            db.Notes.Add(new Note { Id = Guid.CreateVersion7(), Text = "t", At = at });
            return await db.SaveChangesAsync();
        });

        Assert.That(await service.Db(db => db.Notes.CountAsync(n => n.At <= at.ToUniversalTime())), Is.EqualTo(1));
        Assert.That(await service.Db(db => db.Notes.CountAsync(n => n.At < at)), Is.Zero);
        Assert.That(await service.Db(db => db.Notes.Select(n => n.At).SingleAsync()), Is.EqualTo(at.ToUniversalTime()));
    }

    [Test]
    public async Task Two_processes_may_start_on_one_file_and_agree_who_it_is()
    {
        // Nothing but the file is shared: each has its own host, pool and locks.
        var services = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => NotesService.StartIn(_folder))));
        try
        {
            var epochs = new List<Guid>();
            foreach (var service in services) epochs.Add(await service.Db(db => db.Custody.Select(c => c.Epoch).SingleAsync()));

            Assert.That(epochs.Distinct().Count(), Is.EqualTo(1));
            Assert.That(await services[0].Db(db => db.Users.CountAsync()), Is.EqualTo(2));
        }
        finally
        {
            foreach (var service in services) await service.DisposeAsync();
        }
    }

    [Test]
    public async Task A_token_of_one_process_is_good_at_the_other()
    {
        await using var first = await NotesService.StartIn(_folder);
        await using var second = await NotesService.StartIn(_folder);
        using var signed = await first.As("cho-a");
        using var elsewhere = second.Client();
        elsewhere.DefaultRequestHeaders.Authorization = signed.DefaultRequestHeaders.Authorization;

        Assert.That(await elsewhere.GetStringAsync("/api/me"), Does.Contain("cho-a"));
    }

    [Test]
    public async Task An_existing_file_is_copied_aside_before_it_is_migrated()
    {
        await StartFromFirstMigration();
        Assert.That(File.Exists(Path.Combine(_folder, "notes.db.before-migration")), Is.False, "a new file has nothing to copy");

        await using var service = await NotesService.StartIn(_folder);

        Assert.That(await Tables(Path.Combine(_folder, "notes.db")), Does.Contain("Shelves"));
        Assert.That(await Tables(Path.Combine(_folder, "notes.db.before-migration")), Does.Not.Contain("Shelves").And.Contain("Notes"));
    }

    [Test]
    public async Task The_lock_of_a_process_that_was_killed_while_migrating_keeps_nobody_out()
    {
        await StartFromFirstMigration();
        await using (var killed = new SqliteConnection($"Data Source={Path.Combine(_folder, "notes.db")};Pooling=False"))
        {
            await killed.OpenAsync();
            await using var command = killed.CreateCommand();
            command.CommandText = """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
                """;
            await command.ExecuteNonQueryAsync();
        }

        await using var service = await NotesService.StartIn(_folder).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(await Tables(Path.Combine(_folder, "notes.db")), Does.Contain("Shelves"));
    }

    [Test]
    public async Task A_restart_keeps_the_epoch_and_the_accounts()
    {
        Guid before;
        await using (var first = await NotesService.StartIn(_folder)) before = await first.Db(db => db.Custody.Select(c => c.Epoch).SingleAsync());
        await using var second = await NotesService.StartIn(_folder);

        Assert.That(await second.Db(db => db.Custody.Select(c => c.Epoch).SingleAsync()), Is.EqualTo(before));
        Assert.That(await second.Db(db => db.Users.CountAsync()), Is.EqualTo(2));
        Assert.That(await second.Db(db => db.Postings.CountAsync()), Is.EqualTo(2));
    }

    // As an older version of the service would have left it.
    private async Task StartFromFirstMigration()
    {
        await using var app = NotesService.Build(_folder);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NotesDb>().GetService<IMigrator>().MigrateAsync("20260101000000_CreateNotes");
    }

    private static async Task<List<string>> Tables(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return names;
    }
}
