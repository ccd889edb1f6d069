using System.ComponentModel.DataAnnotations;

namespace Shared.Hosting.Persistence;

/// <summary>Where this service keeps its records. Bound from <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>sqlite</c> (embedded, applied at start) or <c>sqlserver</c> (migrated by the deployment).</summary>
    [Required, RegularExpression("^(sqlite|sqlserver)$")]
    public string Provider { get; init; } = "sqlite";

    /// <summary>SQLite: the path of the database file. Its folder must exist.</summary>
    public string? File { get; init; }

    /// <summary>SQL Server: the connection string.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Whether pending migrations are applied when the service starts. Null means: on SQLite yes, on SQL Server no
    /// (there a person with the schema role applies them).
    /// </summary>
    public bool? MigrateAtStart { get; init; }

    public bool IsSqlite => Provider == "sqlite";
}
