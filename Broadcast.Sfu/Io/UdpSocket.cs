using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using Microsoft.Win32.SafeHandles;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io;

/// <summary>A bound, non-blocking UDP socket. IPv6 sockets are dual-stack: IPv4 peers appear as mapped addresses.</summary>
public sealed class UdpSocket : SafeHandleMinusOneIsInvalid
{
    private UdpSocket(int descriptor, bool isIPv4) : base(ownsHandle: true)
    {
        SetHandle(descriptor);
        IsIPv4 = isIPv4;
    }

    /// <summary>Family AF_INET: it reaches no IPv6 peer.</summary>
    public bool IsIPv4 { get; }

    public int Port { get; private set; }

    /// <summary>What the kernel granted.</summary>
    public SocketBuffers Buffers { get; private set; }

    /// <summary>Whether the kernel knows UDP_SEGMENT.</summary>
    public bool CanSegment { get; private set; }

    internal int Descriptor => (int)handle;

    /// <summary>Opens and binds.</summary>
    /// <param name="endPoint">Port 0 for any free one.</param>
    /// <param name="buffers">What to ask the kernel for.</param>
    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    public static UdpSocket Open(IPEndPoint endPoint, SocketBuffers buffers)
    {
        var isIPv4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
        var family = isIPv4 ? AddressFamilyInet : AddressFamilyInet6;
        var descriptor = Libc.Socket(family, SocketDatagram | SocketNonBlocking | SocketCloseOnExec, 0);
        if (descriptor < 0)
            throw LastError();
        var socket = new UdpSocket(descriptor, isIPv4);
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
    internal void DisableChecksums() => Libc.SetSocketOption(this, LevelSocket, NoChecksum, 1);

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

    private void Configure(SocketBuffers buffers)
    {
        if (!IsIPv4)
        {
            Libc.SetSocketOption(this, LevelIp6, Ip6Only, 0);
            Libc.SetSocketOption(this, LevelIp6, Ip6MtuDiscover, MtuDiscoverOmit);
        }
        Libc.SetSocketOption(this, LevelIp, IpMtuDiscover, MtuDiscoverOmit);
        Libc.SetSocketOption(this, LevelSocket, ReceiveBuffer, buffers.ReceiveBytes);
        Libc.SetSocketOption(this, LevelSocket, SendBuffer, buffers.SendBytes);
        Libc.SetSocketOption(this, LevelSocket, ReceiveQueueOverflow, 1);
        Buffers = new SocketBuffers(Option(LevelSocket, ReceiveBuffer) ?? 0, Option(LevelSocket, SendBuffer) ?? 0);
        CanSegment = Option(LevelUdp, UdpSegment) is not null;
    }

    private unsafe void Bind(IPEndPoint endPoint)
    {
        var address = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.Write(TransportTuple.From(endPoint), IsIPv4, address);
        if (Libc.Bind(this, address, length) != 0 || Libc.GetSocketName(this, address, ref length) != 0)
            throw LastError();
        Port = SocketAddress.Read(address, localSocket: 0).Port;
    }

    private int? Option(int level, int name)
    {
        uint length = sizeof(int);
        return Libc.GetSocketOption(this, level, name, out var value, ref length) == 0 ? value : null;
    }

    private static SocketException LastError()
    {
        var errno = Marshal.GetLastPInvokeError();
        return new SocketException(errno, Marshal.GetPInvokeErrorMessage(errno));
    }
}
