using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;

namespace Shared.Hosting.Identity;

/// <summary>How often a sign-in may be tried, and one at a time per name, so that parallel guesses are all counted.</summary>
internal sealed class SignInGate(SignInOptions options) : IDisposable
{
    public const int WrongTries = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    private readonly PartitionedRateLimiter<string> _byAccount = PerMinute(options.PerMinute);
    private readonly PartitionedRateLimiter<string> _byAddress = PerMinute(options.PerMinutePerAddress);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly MemoryCache _unknown = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public bool MayTry(string address, string name) =>
        _byAddress.AttemptAcquire(address).IsAcquired && _byAccount.AttemptAcquire($"{address} {name}").IsAcquired;

    public async Task<IDisposable> Turn(string name, CancellationToken ct)
    {
        var turn = _turns[(uint)name.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(ct);
        return new Release(turn);
    }

    /// <summary>A name that nobody has is locked like one that somebody has; else the lock would tell who has an account.</summary>
    public bool IsUnknownLocked(string name) => _unknown.TryGetValue(name, out int wrong) && wrong >= WrongTries;

    public void CountUnknown(string name) =>
        _unknown.Set(name, _unknown.Get<int>(name) + 1, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = LockedFor });

    public void Dispose()
    {
        _byAccount.Dispose();
        _byAddress.Dispose();
        _unknown.Dispose();
        foreach (var turn in _turns) turn.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int tries) =>
        PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(key,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = tries, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    private sealed class Release(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
