using System.Diagnostics;
using System.Net.Sockets;
using NUnit.Framework;

namespace Testing;

/// <summary>A RabbitMQ node of the test's own, started by the script that the demo uses. It can be killed and its folder deleted.</summary>
public sealed class PrivateBroker(string folder, string definitions, int port, FakeClock? clock = null) : IAsyncDisposable
{
    private readonly string _dist = FreePort.Next().ToString(null, null);
    private readonly string _epmd = FreePort.Next().ToString(null, null);

    /// <summary>What a test is skipped for; null when it can run.</summary>
    public static string? Missing => File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server") ? null : "RabbitMQ is not installed";

    public int Port => port;

    public Task Start() => Node("start");

    public async Task Stop()
    {
        await Node("stop");
        await IsGone();
    }

    /// <summary>As a power cut does.</summary>
    public async Task Kill()
    {
        await Node("kill");
        await IsGone();
    }

    /// <summary>Deletes everything the node knew; it must be down.</summary>
    public async Task Wipe()
    {
        await Node("wipe");
        Assert.That(Directory.Exists(Path.Combine(folder, "data")), Is.False);
    }

    /// <summary><c>rabbitmqctl</c> on this node.</summary>
    public Task<string> Control(params string[] arguments) => Node(["ctl", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await Node("kill");
        await Node("stop");   // the port mapper, which outlives the node
    }

    private async Task IsGone()
    {
        await Eventually.True(async () =>
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync("127.0.0.1", port);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        }, TimeSpan.FromSeconds(10));
    }

    private async Task<string> Node(params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        // Into a file, not a pipe: what the node starts in the background would keep a pipe open.
        var output = Path.Combine(folder, $"node-{arguments[0]}.out");
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", "exec \"$@\" > \"$OUTPUT\" 2>&1 < /dev/null", "bash", Path.Combine(Repository.Root, "deploy", "rabbitmq", "node.sh") },
            Environment =
            {
                ["OUTPUT"] = output,
                ["RMQ_DIR"] = folder,
                ["RMQ_NAME"] = "test",
                ["RMQ_DEFINITIONS"] = definitions,
                ["RMQ_PORT"] = port.ToString(null, null),
                ["RMQ_DIST"] = _dist,
                ["RMQ_EPMD"] = _epmd,
            },
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (clock is not null && arguments[0] == "start")
            foreach (var (name, value) in clock.Environment) start.Environment[name] = value;
        using var node = Process.Start(start)!;
        await node.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(output);
        return node.ExitCode == 0 ? said : throw new InvalidOperationException($"node.sh {string.Join(' ', arguments)}: {said}");
    }
}
