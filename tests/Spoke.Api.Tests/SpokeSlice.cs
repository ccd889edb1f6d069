using Testing;

namespace Spoke.Api.Tests;

/// <summary>A site that all tests of one fixture share, over each database. Tests bring requests of their own, so that none sees another's.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public abstract class SpokeSlice(TestDatabase database)
{
    private protected TestSpoke Spoke { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start() => Spoke = await TestSpoke.Start(database);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Spoke is not null) await Spoke.DisposeAsync();
    }
}
