using Demo;
using NUnit.Framework;

namespace Testing;

/// <summary>
/// The whole product as it is deployed, on this machine: a broker, Hub.Api for all hubs of the demo programme, and Spoke.Api for
/// its two sites, each a process with a SQLite file. Re-sends come within seconds so that a test need not wait for minutes.
/// </summary>
public sealed class World : IAsyncDisposable
{
    public const string ShimlaAddress = "spoke.shimla-1";
    public const string KangraAddress = "spoke.kangra-1";

    /// <summary>Long enough for a reconnect after any fault; what usually takes a second may take this long on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly List<IDisposable> _clients = [];
    private readonly List<IAsyncDisposable> _processes = [];

    private World(string folder, FakeClock? clock, IReadOnlyDictionary<string, string>? settings)
    {
        _folder = folder;
        Clock = clock;
        var port = FreePort.Next();
        Programme = DemoProgramme.Write(Path.Combine(folder, "programme"), new DemoSettings { BrokerPort = port });
        Broker = new PrivateBroker(Path.Combine(folder, "broker"), Programme.BrokerDefinitionsFile, port, clock);
        var common = Fast.Concat(settings ?? new Dictionary<string, string>());
        HubSettings = With(Programme.HubSettings, common);
        ShimlaSettings = With(Programme.SiteSettings["shimla-1"], common);
        Hub = Service("Hub.Api", HubSettings, "hub");
        Shimla = Service("Spoke.Api", ShimlaSettings, "shimla-1");
        Kangra = Service("Spoke.Api", With(Programme.SiteSettings["kangra-1"], common), "kangra-1");
        HubRecords = new Records(HubSettings["Database__File"]);
        ShimlaRecords = new Records(ShimlaSettings["Database__File"]);
        KangraRecords = new Records(Programme.SiteSettings["kangra-1"]["Database__File"]);
        Sunita = Client(new Cho(Shimla.Address, "cho-sunita", Accepted));
        Ramesh = Client(new Cho(Kangra.Address, "cho-ramesh", Accepted));
        Thakur = Client(new Doctor(Hub.Address, "dr-thakur"));
        Katoch = Client(new Doctor(Hub.Address, "dr-katoch"));
        Ops = Client(new Doctor(Hub.Address, "ops"));
    }

    private static Dictionary<string, string> Fast { get; } = new()
    {
        ["Messaging__ReceiptTimeout"] = "00:00:02",
        ["Messaging__LongestResend"] = "00:00:04",
        ["Messaging__RelayLease"] = "00:00:02",
        ["Messaging__Poll"] = "00:00:00.2",
        ["Logging__LogLevel__Shared.Hosting.Messaging"] = "Debug",
    };

    public FakeClock? Clock { get; }
    public DemoInstallation Programme { get; }
    public IReadOnlyDictionary<string, string> HubSettings { get; }
    public IReadOnlyDictionary<string, string> ShimlaSettings { get; }
    public PrivateBroker Broker { get; }
    public ServiceProcess Hub { get; }
    public ServiceProcess Shimla { get; }
    public ServiceProcess Kangra { get; }
    public Records HubRecords { get; }
    public Records ShimlaRecords { get; }
    public Records KangraRecords { get; }

    /// <summary>At Gumma, of the site shimla-1; asks igmc.</summary>
    public Cho Sunita { get; }

    /// <summary>At Sunehar, of the site kangra-1; asks rpgmc.</summary>
    public Cho Ramesh { get; }

    /// <summary>General medicine at igmc.</summary>
    public Doctor Thakur { get; }

    /// <summary>General medicine at rpgmc.</summary>
    public Doctor Katoch { get; }

    public Doctor Ops { get; }

    /// <summary>Every request answered 202.</summary>
    public HashSet<Guid> Accepted { get; } = [];

    public IReadOnlyDictionary<string, Records> Sites => new Dictionary<string, Records> { [ShimlaAddress] = ShimlaRecords, [KangraAddress] = KangraRecords };

    /// <summary>Writes the programme; starts nothing.</summary>
    public static World Prepare(bool ownClock = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        if ((PrivateBroker.Missing ?? (ownClock ? FakeClock.Missing : null)) is { } missing) Assert.Ignore(missing);
        var folder = Directory.CreateTempSubdirectory("hubspoke-").FullName;
        return new World(folder, ownClock ? new FakeClock(folder) : null, settings);
    }

    public static async Task<World> Start(bool ownClock = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var world = Prepare(ownClock, settings);
        try
        {
            // Their first start brings the databases up; by then the broker takes connections.
            await Task.WhenAll(world.Broker.Start(), world.Hub.Start(), world.Shimla.Start(), world.Kangra.Start());
            await world.IsConnected();
            return world;
        }
        catch
        {
            world.Report();
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another process beside those of every world.</summary>
    public ServiceProcess Service(string service, IReadOnlyDictionary<string, string> settings, string name)
    {
        var process = new ServiceProcess(service, settings, Path.Combine(_folder, $"{name}.log"), Clock);
        _processes.Add(process);
        return process;
    }

    public T Client<T>(T client) where T : IDisposable
    {
        _clients.Add(client);
        return client;
    }

    /// <summary>A connection as a broker user, such as <see cref="ShimlaAddress"/>; <c>tester</c> may do everything but lie.</summary>
    public Task<Post> As(string brokerUser = BrokerDefinitions.Tester) => Post.As(Programme.BrokerFor(brokerUser));

    /// <summary>Sends messages in this order, each as its own sender.</summary>
    public async Task Send(IEnumerable<RawMessage> messages)
    {
        var senders = new Dictionary<string, Post>();
        try
        {
            foreach (var message in messages)
            {
                if (!senders.TryGetValue(message.User!, out var sender)) senders.Add(message.User!, sender = await As(message.User!));
                await sender.Send(message);
            }
        }
        finally
        {
            foreach (var sender in senders.Values) await sender.DisposeAsync();
        }
    }

    /// <summary>Every running service says that its link is up and reads its queues.</summary>
    public async Task IsConnected()
    {
        await using var post = await As();
        foreach (var (service, queues) in (IEnumerable<(ServiceProcess, string[])>)[
            (Hub, ["hub.igmc", "hub.igmc.emergency", "hub.rpgmc", "hub.lbsgmc", "hub.phc-kotkhai"]), (Shimla, [ShimlaAddress]), (Kangra, [KangraAddress])])
        {
            if (!service.IsRunning) continue;
            await Eventually.True(async () => await service.Ready() is { } ready && (await ready.Content.ReadAsStringAsync()).Contains("\"broker\":\"up\"", StringComparison.Ordinal), Patience);
            foreach (var queue in queues) await Eventually.True(async () => await post.Readers(queue) > 0, Patience, $"{queue} is read");
        }
    }

    /// <summary>Everything has come to rest and custody holds; otherwise says what does not.</summary>
    public Task CustodyHolds() => Eventually.Fine(() =>
    {
        var wrong = Custody.Violations(HubRecords, Sites, Accepted);
        return Task.FromResult(wrong.Count == 0 ? null : string.Join('\n', wrong.Take(20)));
    }, Patience, "custody holds");

    /// <summary>What one looks at when a test has failed.</summary>
    public void Report()
    {
        foreach (var (name, service) in (IEnumerable<(string, ServiceProcess)>)[("hub", Hub), ("shimla-1", Shimla), ("kangra-1", Kangra)])
            TestContext.Out.WriteLine($"== {name} {(service.IsRunning ? "runs" : "does not run")}; last lines:\n{service.LastLines(25)}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var process in _processes) await process.DisposeAsync();
        await Broker.DisposeAsync();
        if (Environment.GetEnvironmentVariable("HUBSPOKE_TEST_KEEP") is null) Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> settings, IEnumerable<KeyValuePair<string, string>> more)
    {
        var all = settings.ToDictionary();
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }
}
