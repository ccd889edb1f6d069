using Microsoft.Data.SqlClient;
using NUnit.Framework;

namespace Testing;

/// <summary>
/// The databases that a slice's tests run against: <c>[TestFixtureSource(typeof(TestDatabase), nameof(All))]</c>. Without
/// <c>HUBSPOKE_TEST_SQLSERVER</c> the ones for SQL Server report themselves skipped.
/// </summary>
public sealed class TestDatabase
{
    public const string Variable = "HUBSPOKE_TEST_SQLSERVER";

    public static readonly TestDatabase Sqlite = new("Sqlite");
    public static readonly TestDatabase SqlServer = new("SqlServer");
    public static readonly TestDatabase[] All = [Sqlite, SqlServer];

    private readonly string _name;

    private TestDatabase(string name) => _name = name;

    /// <summary>Skips the test that asks where there is no server.</summary>
    public static string NewSqlServerDatabase()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } server) Assert.Ignore($"{Variable} names no SQL Server.");
        else return new SqlConnectionStringBuilder(server) { InitialCatalog = $"hubspoke-test-{Guid.CreateVersion7():N}" }.ConnectionString;
        return "";
    }

    public override string ToString() => _name;
}
