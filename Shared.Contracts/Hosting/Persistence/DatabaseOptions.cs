using System.ComponentModel.DataAnnotations;

namespace Shared.Hosting.Persistence;

/// <summary>Where this service keeps its records. Bound from <c>Database</c>.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    /// <summary><c>sqlite</c> (embedded, applied at start) or <c>sqlserver</c> (migrated by the deployment).</summary>
    [Required, RegularExpression("^(sqlite|sqlserver)$", ErrorMessage = "say sqlite or sqlserver.")]
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

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSqlite)
        {
            if (string.IsNullOrWhiteSpace(ConnectionString))
                yield return new("give the connection string of the SQL Server database.", [nameof(ConnectionString)]);
        }
        else if (string.IsNullOrWhiteSpace(File))
            yield return new("give the path of the SQLite database file.", [nameof(File)]);
        else if (Path.GetDirectoryName(Path.GetFullPath(File)) is not { } folder || !Directory.Exists(folder))
            yield return new($"the folder of '{File}' does not exist; create it first.", [nameof(File)]);
    }
}
