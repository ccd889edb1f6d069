using System.Diagnostics;

namespace Bench;

internal static class Disk
{
    /// <summary>Median time of writing 4 KiB and flushing it to the disk of this folder, over 100 tries: what every commit waits for.</summary>
    public static double FsyncMilliseconds(string folder)
    {
        var times = new double[100];
        using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        for (var i = 0; i < times.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(block);
            file.Flush(flushToDisk: true);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return Math.Round(times[50], 3);
    }
}
