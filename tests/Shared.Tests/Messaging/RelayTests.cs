using Shared.Hosting.Messaging;
using Testing;

namespace Shared.Tests.Messaging;

public sealed class RelayTests
{
    private static readonly MessagingOptions Options = new();

    // A receiver that answers other messages, but not this one.
    [TestCase(1, 2)]
    [TestCase(2, 4)]
    [TestCase(3, 8)]
    [TestCase(4, 16)]
    [TestCase(5, 32)]
    [TestCase(6, 60)]
    [TestCase(7, 60)]
    [TestCase(1000, 60)]
    public void The_wait_for_a_receipt_doubles_up_to_an_hour(int sends, int minutes) =>
        Assert.That(Relay.NextWait(sends, null, Some.Now, Options), Is.EqualTo(TimeSpan.FromMinutes(minutes)));

    [TestCase(0, 2)]
    [TestCase(60, 2)]
    [TestCase(61, 360)]
    [TestCase(60 * 24 * 21, 360)]
    public void Who_has_been_silent_for_an_hour_is_tried_every_six(int minutesSilent, int minutes) =>
        Assert.That(Relay.NextWait(1, Some.Now.AddMinutes(-minutesSilent), Some.Now, Options), Is.EqualTo(TimeSpan.FromMinutes(minutes)));

    [Test]
    public void Three_weeks_of_silence_are_a_handful_of_copies_not_hundreds()
    {
        var (sends, at) = (0, Some.Now);
        while (at < Some.Now.AddDays(21)) at += Relay.NextWait(++sends, Some.Now, at, Options);

        Assert.That(sends, Is.InRange(80, 95));
        // Each copy expires when the next is due, so that one at a time waits in the queue.
    }

    [Test]
    public void Other_figures_are_settings()
    {
        var quick = new MessagingOptions { ReceiptTimeout = TimeSpan.FromSeconds(1), LongestResend = TimeSpan.FromSeconds(3), SilentResend = TimeSpan.FromSeconds(9) };

        Assert.That(Enumerable.Range(1, 4).Select(sends => Relay.NextWait(sends, null, Some.Now, quick).TotalSeconds), Is.EqualTo(new[] { 1, 2, 3, 3 }));
        Assert.That(Relay.NextWait(1, Some.Now.AddHours(-2), Some.Now, quick).TotalSeconds, Is.EqualTo(9));
    }
}

public sealed class RelaySignalTests
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Rung_before_the_wait_it_is_not_missed()
    {
        using var signal = new RelaySignal();
        signal.Set();

        await signal.Wait(Never, CancellationToken.None);
    }

    [Test]
    public async Task Rung_during_the_wait_it_wakes_at_once()
    {
        using var signal = new RelaySignal();
        var wait = signal.Wait(Never, CancellationToken.None);
        Assert.That(wait.IsCompleted, Is.False);

        signal.Set();

        await wait;
    }

    [Test]
    public async Task Rung_many_times_it_wakes_once()
    {
        using var signal = new RelaySignal();
        for (var i = 0; i < 100; i++) signal.Set();
        await signal.Wait(Never, CancellationToken.None);

        var second = signal.Wait(Never, CancellationToken.None);

        Assert.That(second.IsCompleted, Is.False);
        signal.Set();
        await second;
    }

    [Test]
    public async Task Nobody_rings_and_the_wait_ends_by_itself()
    {
        using var signal = new RelaySignal();

        await signal.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await signal.Wait(TimeSpan.Zero, CancellationToken.None);
    }

    [Test]
    public async Task Many_ring_while_one_looks_and_the_last_ring_is_always_seen()
    {
        using var signal = new RelaySignal();
        var (done, seen) = (0, 0);
        var looker = Task.Run(async () =>
        {
            while (Volatile.Read(ref seen) < 4000)
            {
                await signal.Wait(Never, CancellationToken.None);
                Volatile.Write(ref seen, Volatile.Read(ref done));
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Interlocked.Increment(ref done);
                signal.Set();
            }
        })));

        await looker.WaitAsync(Never);
    }
}
