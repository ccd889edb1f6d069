using Demo;
using Hub.Api.Data;
using Hub.Api.Domain;
using Microsoft.EntityFrameworkCore;
using Shared.Contracts.Consults;

namespace Testing;

/// <summary>Hub.Api for every hub of the demo programme; see <see cref="TestService"/>.</summary>
public sealed class TestHub : TestService
{
    protected override string Own => $"hub.{Some.HubCode}";
    protected override string Peer => Some.Site;

    public static async Task<TestHub> Start(TestDatabase? database = null, params (string Key, string Value)[] settings)
    {
        var hub = new TestHub();
        await hub.Start<HubDb>("hub", Programme.HubSettings, database ?? TestDatabase.Sqlite, settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return hub;
    }

    public Task<T> Db<T>(Func<HubDb, Task<T>> work) => Db<HubDb, T>(work);

    /// <summary>A request arrives, by default from Gumma for general medicine at igmc.</summary>
    public async Task<Guid> Receive(ConsultRequested? request = null, string? from = null, string? to = null)
    {
        var id = Guid.CreateVersion7();
        if (await Deliver(ConsultRequested.WireName, request ?? Some.ConsultRequested(), id, from: from, to: to) is { } refusal)
            throw new InvalidDataException($"The hub refused the sample: {refusal}.");
        return id;
    }

    /// <summary>A request arrives and a doctor accepts it.</summary>
    public async Task<(Guid Id, string Token)> Held(string doctor = "dr-thakur", ConsultRequested? request = null)
    {
        var id = await Receive(request);
        return (id, (string)(await As(doctor).Post($"/api/consults/{id}/acceptance")).Must(System.Net.HttpStatusCode.OK)["token"]!);
    }

    public Task<Consult> Consult(Guid id) => Db(db => db.Consults.AsNoTracking()
        .Include(c => c.Thread).Include(c => c.Events).Include(c => c.Advice).Include(c => c.Dispensed).AsSplitQuery().SingleAsync(c => c.ConsultId == id));
}

/// <summary>Spoke.Api of one site of the demo programme; see <see cref="TestService"/>.</summary>
public sealed class TestSpoke : TestService
{
    private TestSpoke(string site) => Own = $"spoke.{site}";

    protected override string Own { get; }
    protected override string Peer => $"hub.{Some.HubCode}";

    public static async Task<TestSpoke> Start(TestDatabase? database = null, string site = HimachalPradesh.Shimla, params (string Key, string Value)[] settings)
    {
        var spoke = new TestSpoke(site);
        await spoke.Start<Spoke.Api.Data.SpokeDb>(site, Programme.SiteSettings[site], database ?? TestDatabase.Sqlite, settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        return spoke;
    }

    public Task<T> Db<T>(Func<Spoke.Api.Data.SpokeDb, Task<T>> work) => Db<Spoke.Api.Data.SpokeDb, T>(work);

    /// <summary>Somebody asks, by default Sunita at Gumma.</summary>
    public async Task<Guid> Request(string cho = "cho-sunita", object? body = null) =>
        (Guid)(await As(cho).Post("/api/consults", body ?? Some.RequestBody())).Must(System.Net.HttpStatusCode.Accepted)["id"]!;

    public Task<Spoke.Api.Domain.ConsultRequest> Asked(Guid id) => Db(db => db.Requests.AsNoTracking()
        .Include(r => r.Thread).Include(r => r.Events).Include(r => r.Advice).AsSplitQuery().SingleAsync(r => r.ConsultId == id));
}
