using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>
/// Ports nobody listens on, each given out once. Below the range from which the system takes ports for outgoing connections, so
/// that none of those sits on it when a stopped process starts again. Test processes that run side by side take theirs from different
/// thousands.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Block = 1_000;
    private const int Blocks = 12;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = First + (Environment.ProcessId % Blocks * Block) + Random.Shared.Next(Block);
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
