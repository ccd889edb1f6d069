using Microsoft.EntityFrameworkCore;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Patients;

/// <summary>After an upgrade, gives those who were registered before it the keys by which likely duplicates are found.</summary>
public sealed partial class KeyPatients(IServiceScopeFactory scopes, ILogger<KeyPatients> log) : BackgroundService
{
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await KeySome(stoppingToken) == AtOnce) { }
        }
        catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(failed);
        }
    }

    /// <returns>How many were given new keys.</returns>
    public async Task<int> KeySome(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        var old = await db.Patients.Where(p => p.KeyVersion != NameSound.Version).OrderBy(p => p.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var patient in old) patient.MakeKeys();
        await db.SaveChangesAsync(ct);
        return old.Count;
    }

    [LoggerMessage(LogLevel.Error, "Patients registered before the upgrade could not be prepared for the look for duplicates; it is tried again at the next start.")]
    private partial void LogFailed(Exception failed);
}
