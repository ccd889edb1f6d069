using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Demo;

namespace Bench;

/// <summary>A broker, a hub and a site of this machine's loopback, in Release, started for this run and ended with it.</summary>
internal sealed class Stack : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _brokerSettings;
    private readonly List<Process> _services = [];

    private Stack(string folder, DemoInstallation installation, Dictionary<string, string> brokerSettings) =>
        (_folder, Installation, _brokerSettings) = (folder, installation, brokerSettings);

    public DemoInstallation Installation { get; }
    public required Uri HubUrl { get; init; }
    public required Uri SpokeUrl { get; init; }
    public string HubDatabase => Path.Combine(_folder, "hub.db");
    public string SpokeDatabase => Path.Combine(_folder, "spoke-shimla-1.db");
    public string Folder => _folder;

    /// <summary>What CPU is counted for.</summary>
    public Dictionary<string, int> Processes { get; } = new() { ["load"] = Environment.ProcessId };

    public static async Task<Stack> Start(string folder)
    {
        var ports = FreePorts(5);
        var installation = DemoProgramme.Write(Path.Combine(folder, "programme"), new DemoSettings
        {
            BrokerPort = ports[0],
            HubPort = ports[1],
            FirstSpokePort = ports[2],
            DatabaseFolder = folder,
        });
        var stack = new Stack(folder, installation, new()
        {
            ["RMQ_DIR"] = Path.Combine(folder, "broker"),
            ["RMQ_DEFINITIONS"] = installation.BrokerDefinitionsFile,
            ["RMQ_NAME"] = $"bench{ports[0]}",
            ["RMQ_PORT"] = $"{ports[0]}",
            ["RMQ_DIST"] = $"{ports[3]}",
            ["RMQ_EPMD"] = $"{ports[4]}",
        })
        {
            HubUrl = new($"http://localhost:{ports[1]}"),
            SpokeUrl = new($"http://localhost:{ports[2]}"),
        };
        try
        {
            await stack.Broker("start");
            stack.Processes["broker"] = int.Parse(File.ReadAllText(Path.Combine(folder, "broker", "beam.pid")).Trim(), null);
            stack.Processes["hub"] = stack.Service("Hub.Api", installation.HubSettings, ("Database__File", stack.HubDatabase));
            stack.Processes["spoke"] = stack.Service("Spoke.Api", installation.SiteSettings["shimla-1"], ("Database__File", stack.SpokeDatabase));
            await Ready(stack.HubUrl);
            await Ready(stack.SpokeUrl);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
        await Broker("stop");
    }

    private int Service(string name, IReadOnlyDictionary<string, string> settings, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root(), "artifacts", "bin", name, "release", $"{name}.dll")])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings) start.Environment[key] = value;
        foreach (var (key, value) in more) start.Environment[key] = value;
        var process = Process.Start(start)!;
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(_folder, $"{name}.log")) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _services.Add(process);
        return process.Id;
    }

    private async Task Broker(string command)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root(), "deploy", "rabbitmq", "node.sh"), command]) { RedirectStandardOutput = true };
        foreach (var (key, value) in _brokerSettings) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The broker's script ended with {process.ExitCode} on {command}.");
    }

    private static async Task Ready(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                if ((await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains("\"ok\"", StringComparison.Ordinal)) return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new TimeoutException($"{url} was not ready within a minute.");
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HubSpoke.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
