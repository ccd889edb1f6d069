using Hub.Api.Data;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Directory;

namespace Hub.Api.Programme;

/// <summary>Judges by the lists that were taken, from the start on, and by those that another replica takes within half a minute.</summary>
public sealed partial class FollowLists(IServiceScopeFactory scopes, ProgrammeDirectory directory, ListsInForce inForce, TimeProvider clock, ILogger<FollowLists> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);   // nothing is answered by older lists
        await base.StartAsync(cancellationToken);
    }

    public async Task Look(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (await db.ListImports.MaxAsync(i => i.Number, ct) is not { } latest || latest <= inForce.Number) return;
        var lists = await CurrentLists.Read(db, directory, ct);
        inForce.Take(lists.Number, lists.Medicines, lists.Formulary, lists.Diagnoses);
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

    [LoggerMessage(LogLevel.Error, "The look for new lists failed and is repeated.")]
    private partial void LogFailed(Exception failed);
}
