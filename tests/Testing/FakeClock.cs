namespace Testing;

/// <summary>
/// A wall clock for processes that a test moves while they run, by libfaketime. Only the wall clock: timers, timeouts and
/// heartbeats go on as they do.
/// </summary>
public sealed class FakeClock
{
    private readonly string _file;

    public FakeClock(string folder)
    {
        _file = Path.Combine(folder, "clock");
        MoveTo(TimeSpan.Zero);
    }

    private static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>What a test is skipped for; null when it can run.</summary>
    public static string? Missing => Library is null ? "faketime is not installed" : null;

    /// <summary>How far the clock is ahead of the machine's.</summary>
    public TimeSpan Ahead { get; private set; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Ahead;

    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("LD_PRELOAD", Library!),
        new("FAKETIME_TIMESTAMP_FILE", _file),
        new("FAKETIME_NO_CACHE", "1"),
        new("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        // Meant for old C libraries; on a new one every timed wait becomes a busy one, and a service burns a core.
        new("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
    ];

    public void MoveTo(TimeSpan ahead)
    {
        Ahead = ahead;
        // In one step, because every look at the clock reads the file.
        File.WriteAllText(_file + ".new", string.Create(null, $"+{(long)ahead.TotalSeconds}"));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    public void Pass(TimeSpan time) => MoveTo(Ahead + time);
}
