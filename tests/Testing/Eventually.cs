using System.Diagnostics;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Testing;

/// <summary>Waits for what must become true, by looking again and again; a test never waits for a fixed time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static Task True(Func<bool> condition, TimeSpan within, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => Task.FromResult(condition()), within, what);

    public static Task True(Func<Task<bool>> condition, TimeSpan within, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Fine(async () => await condition() ? null : "It is not so.", within, what);

    public static Task Equal<T>(Func<Task<T>> look, T expected, TimeSpan within, [CallerArgumentExpression(nameof(look))] string what = "") =>
        Fine(async () => await look() is var seen && Equals(seen, expected) ? null : $"Expected {expected}, seen {seen}.", within, what);

    /// <param name="complaint">Null when all is well; otherwise what is still wrong, printed if it stays so.</param>
    public static async Task Fine(Func<Task<string?>> complaint, TimeSpan within, [CallerArgumentExpression(nameof(complaint))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await complaint() is not { } wrong) return;
            if (watch.Elapsed > within) Assert.Fail($"Not within {within.TotalSeconds:0} s: {what}\n{wrong}");
            await Task.Delay(Between);
        }
    }
}
