using System.Diagnostics;

namespace Shared.Hosting;

/// <summary>
/// Named places where a test can have this process killed as by a power cut. Set <c>HUBSPOKE_FAILPOINT=name</c> or
/// <c>name:n</c> for the n-th time it is passed; refused in Production.
/// </summary>
public static class Failpoint
{
    public const string Variable = "HUBSPOKE_FAILPOINT";

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable)?.Split(':')[0];
    private static int _left = Environment.GetEnvironmentVariable(Variable)?.Split(':') is [_, var n] ? int.Parse(n, null) : 1;

    public static bool IsArmed => Armed is not null;

    public static void Hit(string name)
    {
        if (Armed is null || Armed != name || Interlocked.Decrement(ref _left) != 0) return;
        Process.GetCurrentProcess().Kill();
        new ManualResetEventSlim().Wait();   // nothing of this thread may run while the kernel takes the process down
    }
}
