using Hub.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Shared.Hosting.Persistence;
using Spoke.Api.Data;

namespace Shared.Tests.Databases;

/// <summary>One model, two databases: both sets of migrations are up to the model, say the same, and only ever add. Needs no server.</summary>
public sealed class MigrationTests
{
    private static readonly (string Service, Func<ServiceDb> Sqlite, Func<ServiceDb> SqlServer)[] Services =
    [
        ("Hub", () => new SqliteHubDbFactory().CreateDbContext([]), () => new SqlServerHubDbFactory().CreateDbContext([])),
        ("Spoke", () => new SqliteSpokeDbFactory().CreateDbContext([]), () => new SqlServerSpokeDbFactory().CreateDbContext([])),
    ];

    private static IEnumerable<TestCaseData> Each => Services.SelectMany(s => new[]
    {
        new TestCaseData(s.Sqlite).SetArgDisplayNames($"{s.Service}, SQLite"),
        new TestCaseData(s.SqlServer).SetArgDisplayNames($"{s.Service}, SQL Server"),
    });

    private static IEnumerable<TestCaseData> Pairs => Services.Select(s => new TestCaseData(s.Sqlite, s.SqlServer).SetArgDisplayNames(s.Service));

    private static IEnumerable<TestCaseData> Servers => Services.Select(s => new TestCaseData(s.SqlServer).SetArgDisplayNames(s.Service));

    [TestCaseSource(nameof(Each))]
    public void No_change_of_the_model_is_without_its_migration(Func<ServiceDb> make)
    {
        using var db = make();

        Assert.That(db.Database.HasPendingModelChanges(), Is.False, "Run deploy/database/add-migration.sh.");
    }

    [TestCaseSource(nameof(Pairs))]
    public void Both_databases_have_the_same_migrations_in_the_same_order(Func<ServiceDb> sqlite, Func<ServiceDb> sqlServer)
    {
        using var one = sqlite();
        using var other = sqlServer();

        Assert.That(NamesOf(one), Is.EqualTo(NamesOf(other)).And.Not.Empty);

        static string[] NamesOf(ServiceDb db) => [.. db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..])];
    }

    [TestCaseSource(nameof(Each))]
    public void After_the_first_a_migration_only_adds(Func<ServiceDb> make)
    {
        using var db = make();

        Assert.That(Narrowing(db).ToArray(), Is.Empty, "An older program still runs beside this database: stop using it now, drop it a release later.");
    }

    [TestCaseSource(nameof(Servers))]
    public void The_script_for_sql_server_is_one_that_it_can_read(Func<ServiceDb> make)
    {
        using var db = make();
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        Assert.That(script, Does.Contain("CREATE TABLE [Outbox]"));
        Assert.That(FaultsOf(script), Is.Empty);
        // What depends on a column that the same script adds stands in EXEC(N'...'), which the reader of the script does not look into.
        foreach (var inner in InnerScripts(script)) Assert.That(FaultsOf(inner), Is.Empty, inner);
    }

    [TestCase("CREATE TABEL [Outbox] ([Id] bigint);")]
    [TestCase("CREATE UNIQUE INDEX [IX_A] ON [A] ([B]) WERE [B] IS NOT NULL;")]
    public void A_script_that_is_broken_would_be_seen(string script) => Assert.That(FaultsOf(script), Is.Not.Empty);

    [Test]
    public void A_migration_that_drops_would_be_seen() =>
        Assert.That(Takes(new DropColumnOperation { Table = "Consults", Name = "Number" }), Is.True);

    private static IEnumerable<string> Narrowing(ServiceDb db)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        return from entry in assembly.Migrations.Skip(1)
               from operation in assembly.CreateMigration(entry.Value, db.Database.ProviderName!).UpOperations
               where Takes(operation)
               select $"{entry.Key}: {operation.GetType().Name}";
    }

    private static bool Takes(MigrationOperation operation) => operation is DropTableOperation or DropColumnOperation or RenameTableOperation or RenameColumnOperation or AlterColumnOperation;

    private static List<string> InnerScripts(string script)
    {
        using var reader = new StringReader(script);
        var tree = new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out _);
        var visitor = new ExecVisitor();
        tree.Accept(visitor);
        return visitor.Texts;
    }

    private static string[] FaultsOf(string script)
    {
        using var reader = new StringReader(script);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var faults);
        return [.. faults.Select(fault => $"line {fault.Line}: {fault.Message}")];
    }

    private sealed class ExecVisitor : TSqlFragmentVisitor
    {
        public List<string> Texts { get; } = [];

        public override void Visit(ExecutableStringList node) => Texts.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(literal => literal.Value)));
    }
}
