using System.Net;
using System.Net.Sockets;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io;

/// <summary>A bound, non-blocking UDP socket.</summary>
public sealed class UdpSocket : BoundSocket
{
    private UdpSocket(AddressFamily family) : base(SocketDatagram, family)
    {
    }

    /// <summary>What the kernel granted.</summary>
    public SocketBuffers Buffers { get; private set; }

    /// <summary>Whether the kernel knows UDP_SEGMENT.</summary>
    public bool CanSegment { get; private set; }

    /// <summary>Opens and binds.</summary>
    /// <param name="endPoint">Port 0 for any free one.</param>
    /// <param name="buffers">What to ask the kernel for.</param>
    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    public static UdpSocket Open(IPEndPoint endPoint, SocketBuffers buffers)
    {
        var socket = new UdpSocket(endPoint.AddressFamily);
        try
        {
            socket.Configure(buffers);
            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends without UDP checksums, as over a device that cannot compute them: the kernel then refuses to segment.</summary>
    internal void DisableChecksums() => SetOption(LevelSocket, NoChecksum, 1);

    private void Configure(SocketBuffers buffers)
    {
        if (!IsIPv4)
            SetOption(LevelIp6, Ip6MtuDiscover, MtuDiscoverOmit);
        SetOption(LevelIp, IpMtuDiscover, MtuDiscoverOmit);
        SetOption(LevelSocket, ReceiveBuffer, buffers.ReceiveBytes);
        SetOption(LevelSocket, SendBuffer, buffers.SendBytes);
        SetOption(LevelSocket, ReceiveQueueOverflow, 1);
        SetOption(LevelSocket, ReceiveTimestamp, 1);
        Buffers = new SocketBuffers(Option(LevelSocket, ReceiveBuffer) ?? 0, Option(LevelSocket, SendBuffer) ?? 0);
        CanSegment = Option(LevelUdp, UdpSegment) is not null;
    }
}
