using System.Diagnostics;

namespace Bench;

/// <summary>What one level of concurrency gave.</summary>
/// <param name="CpuSecondsPer1000">CPU-seconds of each process per 1,000 round trips.</param>
internal sealed record LevelResult(
    int Concurrency, int Count, double PerSecond, double P50Milliseconds, double P99Milliseconds, IReadOnlyDictionary<string, double> CpuSecondsPer1000);

/// <summary>Drives a closed loop: so many workers, each beginning the next when its last is done.</summary>
internal static class Level
{
    public static async Task<LevelResult> Run(
        int concurrency, int count, IReadOnlyDictionary<string, int> processes, Func<int, Task> one, Func<Task> settle)
    {
        var milliseconds = new double[count];
        var next = -1;
        var cpuBefore = processes.ToDictionary(p => p.Key, p => CpuSeconds(p.Value));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                var begun = Stopwatch.GetTimestamp();
                await one(i);
                milliseconds[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        })));
        await settle();   // until the last receipt is in: custody is part of the trip
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(milliseconds);
        return new(concurrency, count, Math.Round(count / elapsed, 1), Math.Round(milliseconds[count / 2], 2), Math.Round(milliseconds[count * 99 / 100], 2),
            processes.ToDictionary(p => p.Key, p => Math.Round((CpuSeconds(p.Value) - cpuBefore[p.Key]) * 1000 / count, 3)));
    }

    /// <summary>User and system time of a process, from the kernel's table.</summary>
    private static double CpuSeconds(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat");
        var after = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(after[11], null) + long.Parse(after[12], null)) / 100.0;
    }
}
