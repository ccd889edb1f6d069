using System.Text.Json;
using Shared.Contracts.Messaging;
using Shared.Hosting.Persistence;

namespace Shared.Hosting.Identity;

/// <summary>
/// Keeps the accounts of the file named by <c>Accounts:File</c>, for demonstrations and tests: its passwords are readable, so
/// it is taken only where <c>Demo:Enabled</c> says that nothing here is real.
/// </summary>
internal sealed class AccountsFromFile(
    IServiceScopeFactory scopes, IConfiguration configuration, DatabaseOptions database, TimeProvider clock) : IHostedLifecycleService
{
    public const string Setting = "Accounts:File";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (configuration[Setting] is not { Length: > 0 } path) return;
        if (!Demo.IsEnabled(configuration))
            throw new SettingException($"{Setting}: taken only in a demonstration (Demo:Enabled); otherwise use the command 'accounts add'.");

        using var alone = await StartLock.Take(database, clock, cancellationToken);
        foreach (var entry in await Read(path, cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<AccountBook>().Save(entry, cancellationToken);
            }
            catch (AccountRefusedException refused)
            {
                throw new SettingException($"{Setting}: {entry.UserName}: {refused.Message}");
            }
        }
    }

    private static async Task<IReadOnlyList<AccountEntry>> Read(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<IReadOnlyList<AccountEntry>>(file, Wire.Json, ct) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{Setting}: '{path}' cannot be read.");
        }
        catch (JsonException wrong)
        {
            throw new SettingException($"{Setting}: '{path}' is not a list of accounts at {wrong.Path}, line {wrong.LineNumber + 1}.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Whether this is a demonstration: known passwords, invented people. Never in Production.</summary>
public static class Demo
{
    public const string Setting = "Demo:Enabled";

    public static bool IsEnabled(IConfiguration configuration) => string.Equals(configuration[Setting], "true", StringComparison.OrdinalIgnoreCase);
}
