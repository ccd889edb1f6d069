using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;
using Spoke.Api.Data;

namespace Spoke.Api.Directory;

/// <summary>Judges by the lists that have come, from the start on, and by those that another process of this site receives within half a minute.</summary>
public sealed partial class FollowLists(IServiceScopeFactory scopes, ProgrammeKey programme, ListsInForce inForce, TimeProvider clock, ILogger<FollowLists> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);   // nothing is shown by older lists
        await base.StartAsync(cancellationToken);
    }

    public async Task Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var latest = scope.ServiceProvider.GetRequiredService<SpokeDb>().Lists.AsNoTracking().Where(l => l.Number > inForce.Number).OrderByDescending(l => l.Number);
        if (await latest.FirstOrDefaultAsync(ct) is not { } received) return;
        try
        {
            var lists = ProgrammeLists.Read(received.Document, programme.Key);
            inForce.Take(lists.Number, lists.MedicineLists, lists.Formulary);
        }
        catch (InvalidDataException)
        {
            // Another programme key, or rules of a newer version: a centre goes on with its directory's lists and does not stand still.
            LogNotTaken(received.Number);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The programme's lists {Number} are not signed by the key of the settings, or contradict themselves; those before them hold.")]
    private partial void LogNotTaken(int number);

    [LoggerMessage(LogLevel.Error, "The look for new lists failed and is repeated.")]
    private partial void LogFailed(Exception failed);
}
