using System.Net;
using NUnit.Framework.Interfaces;
using Testing;

namespace EndToEnd.Tests;

/// <summary>What takes half an hour or three weeks, with the waits of production and a clock that the test moves for all of them.</summary>
[NonParallelizable]
public sealed class ClockTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);   // the look for ended leases comes every 15 s, whatever the clock says

    private World _world = null!;

    [OneTimeSetUp]
    public async Task Start() => _world = await World.Start(ownClock: true, new Dictionary<string, string>
    {
        ["Messaging__ReceiptTimeout"] = "00:02:00",
        ["Messaging__LongestResend"] = "01:00:00",
        ["Messaging__SilentResend"] = "06:00:00",
        ["Messaging__Poll"] = "00:00:00.1",
    });

    [OneTimeTearDown]
    public async Task End()
    {
        if (_world is not null) await _world.DisposeAsync();
    }

    [TearDown]
    public void Report()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed) _world.Report();
    }

    [Test, Order(1)]
    public async Task A_doctor_who_is_silent_for_half_an_hour_loses_the_consult_and_it_waits_again_at_both_ends()
    {
        var id = await Received();
        var token = await _world.Thakur.Accept(id);
        await Becomes(id, "accepted");
        _world.Clock!.Pass(TimeSpan.FromMinutes(31));

        await Becomes(id, "received");
        Assert.That(await _world.Thakur.Status(id), Is.EqualTo("waiting"));
        Assert.That((await _world.Thakur.Advise(id, token)).Must(HttpStatusCode.Conflict).Code, Is.EqualTo("token-stale"));
        await _world.Thakur.Answer(id);
        await Becomes(id, "advised");
        await _world.CustodyHolds();
    }

    [Test, Order(2)]
    public async Task For_a_spoke_that_is_away_for_three_weeks_a_handful_of_copies_wait_and_not_hundreds()
    {
        var (advised, returned) = (await Received(), await Received());
        await _world.CustodyHolds();
        await _world.Shimla.Kill();
        await _world.Thakur.Answer(advised);
        (await _world.Thakur.Return(returned, await _world.Thakur.Accept(returned), "needs-in-person")).Must(HttpStatusCode.NoContent);
        const int rows = 4;
        await Eventually.True(() => _world.HubRecords.Open() is { Count: rows } open && open.All(m => m.LastSentAt is not null), Soon);

        await using var post = await _world.As();
        var (most, began) = (0, _world.Clock!.Now);
        TimeSpan[] firstHour = [.. new[] { 2, 4, 8, 16, 32 }.Select(minutes => TimeSpan.FromMinutes(minutes + 1))];
        for (var step = 0; _world.Clock.Now - began < TimeSpan.FromDays(21); step++)
        {
            var before = _world.HubRecords.Open().Sum(m => m.Sends);
            _world.Clock.Pass(step < firstHour.Length ? firstHour[step] : TimeSpan.FromMinutes(361));
            await Eventually.True(() => _world.HubRecords.Open() is var open && open.Sum(m => m.Sends) == before + rows && open.All(m => m.LastSentAt > (_world.Clock.Now - TimeSpan.FromMinutes(1)).UtcTicks), Soon, "all is sent again");
            await post.LookForExpired(World.ShimlaAddress);
            most = Math.Max(most, await post.Waiting(World.ShimlaAddress) ?? 0);
        }

        var sends = _world.HubRecords.Open().Min(m => m.Sends);
        TestContext.Out.WriteLine($"{rows} messages, each sent at least {sends} times; at most {most} copies waited");
        Assert.That(sends, Is.GreaterThan(80), "it never gave up");
        Assert.That(most, Is.LessThanOrEqualTo(2 * rows));

        await _world.Shimla.Start();
        await Becomes(advised, "advised");
        await Becomes(returned, "returned");
        await _world.CustodyHolds();
        Assert.That(await post.Waiting(World.ShimlaAddress), Is.Zero);
    }

    [Test, Order(3)]
    public async Task A_message_that_vanishes_from_its_senders_records_shows_as_a_gap_after_ten_minutes()
    {
        await _world.CustodyHolds();
        await _world.Hub.Kill();
        var (lost, next) = (await _world.Sunita.Request(), await _world.Sunita.Request());
        await Eventually.True(() => _world.ShimlaRecords.Open() is { Count: 2 } open && open.All(m => m.LastSentAt is not null), Soon);
        await _world.Shimla.Kill();
        var number = _world.ShimlaRecords.Open().Single(m => m.ConsultId == lost).Number;
        _world.ShimlaRecords.Damage("""DELETE FROM "Outbox" WHERE "ConsultId" = @id""", ("@id", lost));
        await using (var post = await _world.As()) await post.TakeAll("hub.igmc");
        await _world.Shimla.Start();
        await _world.Hub.Start();
        await Becomes(next, "received");
        Assert.That((await _world.Ops.Custody())["gaps"]!.AsArray(), Is.Empty, "it may still come");

        _world.Clock!.Pass(TimeSpan.FromMinutes(11));
        var gap = (await _world.Ops.Custody())["gaps"]!.AsArray().Single()!;
        Assert.That(((string?)gap["sender"], (long?)gap["firstMissing"]), Is.EqualTo((World.ShimlaAddress, number)));
    }

    private async Task<Guid> Received()
    {
        var id = await _world.Sunita.Request();
        await Becomes(id, "received");
        return id;
    }

    private Task Becomes(Guid id, string status) => Eventually.Equal(() => _world.Sunita.Status(id), status, Soon, $"the request becomes {status}");
}
