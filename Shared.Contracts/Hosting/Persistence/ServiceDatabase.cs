using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shared.Hosting.Messaging;

namespace Shared.Hosting.Persistence;

/// <summary>One model, two databases: which one is a setting, and nothing outside this folder asks.</summary>
public static class ServiceDatabase
{
    /// <summary>
    /// <typeparamref name="TDb"/> is what slices inject. It and <see cref="ServiceDb"/> are the same instance within a scope,
    /// so that what Hosting adds (messages to send, remembered answers) is saved with the act.
    /// </summary>
    public static IServiceCollection AddServiceDatabase<TDb, TSqlite, TSqlServer>(
        this IServiceCollection services, IConfiguration configuration)
        where TDb : ServiceDb
        where TSqlite : TDb
        where TSqlServer : TDb
    {
        services.AddSettings<DatabaseOptions>(DatabaseOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RelaySignal>();
        services.AddSingleton<Writes>();
        services.AddSingleton<SqlitePragmas>();

        // A wrong provider is reported with the other settings when the host starts; until then it counts as SQLite.
        if (configuration[$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Provider)}"] == "sqlserver")
            services.AddDbContextPool<TDb, TSqlServer>(UseSqlServer);
        else
            services.AddDbContextPool<TDb, TSqlite>(UseSqlite);

        services.AddScoped<ServiceDb>(scope => scope.GetRequiredService<TDb>());
        services.AddSingleton<DatabaseStart>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseStart>());
        services.AddScoped<Idempotency>();
        services.AddHostedService<DailyCleaning>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        return services;
    }

    internal static string SqliteConnectionString(string file, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = 60,
    }.ToString();

    private static void UseSqlite(IServiceProvider provider, DbContextOptionsBuilder options) => options
        .UseSqlite(SqliteConnectionString(provider.GetRequiredService<DatabaseOptions>().File!))
        .AddInterceptors(provider.GetRequiredService<SqlitePragmas>());

    private static void UseSqlServer(IServiceProvider provider, DbContextOptionsBuilder options) => options
        .UseSqlServer(provider.GetRequiredService<DatabaseOptions>().ConnectionString, server => server
            .EnableRetryOnFailure()
            .MaxBatchSize(1));   // larger batches insert by MERGE, which not every server that speaks TDS has
}
