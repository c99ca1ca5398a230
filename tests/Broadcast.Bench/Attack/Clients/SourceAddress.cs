using System.Net;
using System.Net.Sockets;

namespace Broadcast.Bench.Attack.Clients;

/// <summary>Connections to this machine that come from a chosen address of the loopback network: to the server each one is another guest's.</summary>
internal static class SourceAddress
{
    /// <summary>Of everybody who behaves.</summary>
    public static IPAddress Innocent { get; } = IPAddress.Loopback;

    /// <summary>Of everybody who does not, unless an attack says otherwise.</summary>
    public static IPAddress Hostile { get; } = Other(1);

    /// <returns>127.0.1.<paramref name="number"/>.</returns>
    public static IPAddress Other(int number) => new([127, 0, 1, (byte)number]);

    public static SocketsHttpHandler Handler(IPAddress from) => new()
    {
        ConnectCallback = async (context, cancellationToken) => new NetworkStream(await ConnectAsync(from, context.DnsEndPoint.Port, cancellationToken), ownsSocket: true),
    };

    /// <param name="receiveBufferBytes">Of the kernel; small, and a server soon notices that nobody reads.</param>
    public static async Task<Socket> ConnectAsync(IPAddress from, int port, CancellationToken cancellationToken, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBufferBytes is { } bytes)
                socket.ReceiveBufferSize = bytes;
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
