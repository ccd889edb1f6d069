using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>A thin line to a port of this machine: what goes through it, in either direction, goes at so many bits per second.</summary>
public sealed class SlowLink : IAsyncDisposable
{
    private const int StepsPerSecond = 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _to;
    private readonly int _bytesPerStep;
    private readonly Task _accepting;

    public SlowLink(int to, int bitsPerSecond)
    {
        (_to, _bytesPerStep) = (to, bitsPerSecond / 8 / StepsPerSecond);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(Carry(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Carry(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _to, _stop.Token);
                await Task.WhenAny(Pump(near.GetStream(), far.GetStream()), Pump(far.GetStream(), near.GetStream()));
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
            {
                // Either end has gone; the other notices.
            }
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to)
    {
        var step = new byte[_bytesPerStep];
        while (await from.ReadAsync(step, _stop.Token) is > 0 and var read)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)read / _bytesPerStep / StepsPerSecond), _stop.Token);
            await to.WriteAsync(step.AsMemory(0, read), _stop.Token);
        }
    }
}
