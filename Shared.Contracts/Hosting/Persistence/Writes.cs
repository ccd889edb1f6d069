using Shared.Hosting.Messaging;

namespace Shared.Hosting.Persistence;

/// <summary>The turn to write. SQLite has one writer; a database server has many and needs no queue here.</summary>
public sealed class Writes(DatabaseOptions options, RelaySignal relay) : IDisposable
{
    private readonly SemaphoreSlim? _turn = options.IsSqlite ? new(1, 1) : null;

    public async ValueTask<IDisposable> Enter(CancellationToken ct)
    {
        if (_turn is null) return Turn.None;
        await _turn.WaitAsync(ct);
        return new Turn(_turn);
    }

    /// <summary>Something may wait to be sent: the relay looks now instead of at its next poll.</summary>
    public void TellRelay() => relay.Set();

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim? turn) : IDisposable
    {
        public static readonly Turn None = new(null);

        public void Dispose() => turn?.Release();
    }
}
