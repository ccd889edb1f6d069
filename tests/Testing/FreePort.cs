using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>
/// Ports nobody listens on, each given out once. Below the range from which the system takes ports for outgoing connections, so
/// that none of those sits on it when a stopped process starts again.
/// </summary>
public static class FreePort
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            lock (Given)
                if (!Given.Add(port)) continue;
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; the next one then.
            }
        }
    }
}
