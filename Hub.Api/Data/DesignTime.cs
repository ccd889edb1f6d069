using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Shared.Hosting.Identity;

namespace Hub.Api.Data;

/// <summary>For the migration command only: a model needs no database and no settings.</summary>
public sealed class SqliteHubDbFactory : IDesignTimeDbContextFactory<SqliteHubDb>
{
    public SqliteHubDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteHubDb>().UseSqlite("Data Source=:memory:").UseIdentitySchema().Options);
}

/// <inheritdoc cref="SqliteHubDbFactory"/>
public sealed class SqlServerHubDbFactory : IDesignTimeDbContextFactory<SqlServerHubDb>
{
    public SqlServerHubDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerHubDb>().UseSqlServer("Server=design-time").UseIdentitySchema().Options);
}
