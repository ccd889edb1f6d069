using NUnit.Framework.Interfaces;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// One running world for every test that leaves it as it found it: starting three services and a broker takes longer than most of
/// what is tested. A test that fails takes the world with it, so that the next one starts clean.
/// </summary>
[SetUpFixture]
public sealed class OneWorld
{
    private static World? _world;

    public static async Task<World> Get() => _world ??= await World.Start();

    public static async Task Discard()
    {
        if (_world is not { } world) return;
        _world = null;
        await world.DisposeAsync();
    }

    [OneTimeTearDown]
    public Task End() => Discard();
}

/// <summary>A test in the one world. Custody must hold at its end, whatever it did.</summary>
[NonParallelizable]
public abstract class InOneWorld
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    protected World World { get; private set; } = null!;

    protected Cho Sunita => World.Sunita;
    protected Cho Ramesh => World.Ramesh;
    protected Doctor Thakur => World.Thakur;

    [SetUp]
    public async Task Enter() => World = await OneWorld.Get();

    [TearDown]
    public async Task Leave()
    {
        if (World is null) return;   // it did not start
        try
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Passed) await World.CustodyHolds();
        }
        finally
        {
            if (TestContext.CurrentContext.Result.Outcome.Status is TestStatus.Failed || HasFailedNow())
            {
                World.Report();
                await OneWorld.Discard();
            }
        }
    }

    /// <summary>The request is at the hub and the spoke knows it.</summary>
    protected static async Task<Guid> Received(Cho cho)
    {
        var id = await cho.Request();
        await Becomes(cho, id, "received");
        return id;
    }

    protected static Task Becomes(Cho cho, Guid id, string status) => Eventually.Equal(() => cho.Status(id), status, Soon, $"the request becomes {status}");

    protected static Task Becomes(Doctor doctor, Guid id, string status) => Eventually.Equal(() => doctor.Status(id), status, Soon, $"the consult becomes {status}");

    // A failure in this very teardown is not in the outcome yet.
    private static bool HasFailedNow() => TestContext.CurrentContext.Result.Assertions.Any();
}
