using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Shared.Hosting.Identity;

/// <summary>Identity reads the version of its tables from the running service's options; a context made outside one must be told the same.</summary>
public static class IdentitySchema
{
    public static readonly Version Version = IdentitySchemaVersions.Version3;

    /// <summary>For the migration command and for tests, which have no service.</summary>
    public static DbContextOptionsBuilder<TDb> UseIdentitySchema<TDb>(this DbContextOptionsBuilder<TDb> options) where TDb : DbContext =>
        options.UseApplicationServiceProvider(new ServiceCollection()
            .Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = Version)
            .BuildServiceProvider());
}
