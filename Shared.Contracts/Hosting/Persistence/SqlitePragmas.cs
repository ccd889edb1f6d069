using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Shared.Hosting.Persistence;

/// <summary>
/// What a SQLite connection does not keep in its file, said once to each: a commit is on the disk before it is answered (WAL
/// alone would lose the last ones when the power fails), and another process's write is waited for.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON;";

    // By native connection: the pool opens and closes the managed one for every query, and the native one keeps its settings.
    private readonly ConditionalWeakTable<object, object> _told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        var native = ((SqliteConnection)connection).Handle!;
        if (_told.TryGetValue(native, out _)) return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        _told.AddOrUpdate(native, this);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);   // SQLite has no asynchronous calls
        return Task.CompletedTask;
    }
}
