using System.Net;
using System.Net.Sockets;

namespace Demo;

/// <summary>
/// The telephone line of one site: what reaches its near port is carried to the broker's. Ended, the site finds nobody there,
/// just as when a line is cut; no service knows that it is a play.
/// </summary>
internal static class Line
{
    public static async Task Carry(int nearPort, int brokerPort, CancellationToken ct)
    {
        using var near = new TcpListener(IPAddress.Loopback, nearPort);
        near.Start();
        while (true) _ = Join(await near.AcceptTcpClientAsync(ct), brokerPort, ct);
    }

    private static async Task Join(TcpClient site, int brokerPort, CancellationToken ct)
    {
        using var broker = new TcpClient();
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, brokerPort, ct);
            site.NoDelay = broker.NoDelay = true;
            // One end closed: so is the other, by leaving.
            await Task.WhenAny(
                site.GetStream().CopyToAsync(broker.GetStream(), ct),
                broker.GetStream().CopyToAsync(site.GetStream(), ct));
        }
        catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
        {
            // Nobody at the far end: the site sees its connection closed.
        }
        finally
        {
            site.Dispose();
        }
    }
}
