using System.Net;
using System.Net.Sockets;

namespace Broadcast.TestHost;

/// <summary>Finds TCP ports that nobody listens at.</summary>
public static class LoopbackPort
{
    /// <summary>A port of 127.0.0.1 that is free now; nothing keeps it free.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
