using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Shared.Hosting.Identity;

namespace Spoke.Api.Data;

/// <summary>For the migration command only: a model needs no database and no settings.</summary>
public sealed class SqliteSpokeDbFactory : IDesignTimeDbContextFactory<SqliteSpokeDb>
{
    public SqliteSpokeDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteSpokeDb>().UseSqlite("Data Source=:memory:").UseIdentitySchema().Options);
}

/// <inheritdoc cref="SqliteSpokeDbFactory"/>
public sealed class SqlServerSpokeDbFactory : IDesignTimeDbContextFactory<SqlServerSpokeDb>
{
    public SqlServerSpokeDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlServerSpokeDb>().UseSqlServer("Server=design-time").UseIdentitySchema().Options);
}
