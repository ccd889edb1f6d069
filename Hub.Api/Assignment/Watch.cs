namespace Hub.Api.Assignment;

/// <summary>
/// Looks again and again for what has become due, in every replica: what it finds are rows, and the row lets one of them act. A look that fails is
/// logged and repeated.
/// </summary>
public abstract partial class Watch(TimeSpan every, TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>How many things were done.</summary>
    public abstract Task<int> Look(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, Clock);
        do
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed, GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "A look of {Watch} failed and is repeated.")]
    private partial void LogFailed(Exception failed, string watch);
}
