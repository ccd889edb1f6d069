using Testing;

namespace Hub.Api.Tests;

/// <summary>
/// A hub that all tests of one fixture share, over each database. Tests bring consults of their own, so that none sees another's;
/// who moves the clock far or counts everything starts a hub of its own.
/// </summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.All))]
public abstract class HubSlice(TestDatabase database)
{
    private protected TestHub Hub { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start() => Hub = await TestHub.Start(database);

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Hub is not null) await Hub.DisposeAsync();
    }
}
