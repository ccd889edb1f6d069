namespace Shared.Hosting.Messaging;

/// <summary>Whether the broker can be reached, and since when; what the header, the Connection page and readiness show.</summary>
public sealed class Link(TimeProvider clock)
{
    private volatile State _now = new(false, clock.GetUtcNow(), null);

    /// <param name="IsUp">Connected now.</param>
    /// <param name="Since">Since when it has been so.</param>
    /// <param name="Why">While down: what the last try met, without addresses or passwords.</param>
    public sealed record State(bool IsUp, DateTimeOffset Since, string? Why);

    public State Now => _now;

    internal void Up() => _now = new(true, clock.GetUtcNow(), null);

    internal void Down(string why) => _now = _now.IsUp ? new(false, clock.GetUtcNow(), why) : _now with { Why = why };
}
