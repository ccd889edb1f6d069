using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;
using Spoke.Api.Data;
using Spoke.Api.Domain;

namespace Spoke.Api.Consults;

/// <summary>On the seventh day after the patient was told, asks for the outcome of what no visit has asked for before.</summary>
public sealed partial class AskOutcomes(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AskOutcomes> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                await AskDue(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task<int> AskDue(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - MyConsults.OutcomeAfter;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SpokeDb>();
        return await db.InTransaction(async token =>
        {
            var due = await db.Requests.Where(r => r.Status == RequestStatus.Acknowledged && !r.IsPractice && r.OutcomeAskedAt == null
                && r.ToldHow != null && r.ToldHow != HowTold.NotReached && r.ToldAt <= before).Take(500).ToListAsync(token);
            foreach (var request in due) request.AskOutcome("day-7", now);
            return due.Count;
        }, ct);
    }

    [LoggerMessage(LogLevel.Error, "The look for outcomes to ask for failed and is repeated in an hour.")]
    private partial void LogFailed(Exception failed);
}
