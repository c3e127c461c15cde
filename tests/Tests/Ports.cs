using System.Net;
using System.Net.Sockets;

namespace Cellwright.Tests;

/// <summary>Ports of this machine for programs that must be told one before they start.</summary>
internal static class Ports
{
    /// <summary>Below those that a system hands out by itself: a port of those is given to somebody else before the program that it was chosen for has it.</summary>
    private const int First = 20_000, Count = 10_000;

    private static int latest = Environment.ProcessId % Count;

    /// <summary>One that nobody listens at, and that is not given twice.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref latest) % Count);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
