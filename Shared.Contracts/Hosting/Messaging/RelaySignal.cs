namespace Shared.Hosting.Messaging;

/// <summary>Wakes the relay. Many calls between two looks count as one.</summary>
public sealed class RelaySignal : IDisposable
{
    private readonly SemaphoreSlim _ring = new(0, 1);
    private int _rung;

    public void Set()
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0) _ring.Release();
    }

    /// <summary>Waits until somebody rings or the time is over; the clock is the machine's, because this only paces polling.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        if (await _ring.WaitAsync(atMost, ct)) Interlocked.Exchange(ref _rung, 0);
    }

    public void Dispose() => _ring.Dispose();
}
