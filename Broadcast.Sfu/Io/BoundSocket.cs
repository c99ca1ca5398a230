using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io;

/// <summary>A non-blocking socket with an address of its own. IPv6 sockets are dual-stack: IPv4 peers appear as mapped addresses.</summary>
public abstract class BoundSocket : DescriptorHandle
{
    /// <param name="type">SOCK_DGRAM or SOCK_STREAM.</param>
    /// <param name="family">Of the address it will be bound to.</param>
    /// <exception cref="SocketException">The process has no descriptor left, or the system not this family.</exception>
    private protected BoundSocket(int type, AddressFamily family) : base(Open(type, family))
    {
        IsIPv4 = family == AddressFamily.InterNetwork;
        if (!IsIPv4)
            SetOption(LevelIp6, Ip6Only, 0);
    }

    /// <summary>Family AF_INET: it reaches no IPv6 peer.</summary>
    public bool IsIPv4 { get; }

    public int Port { get; private set; }

    private protected void SetOption(int level, int name, int value) => Libc.SetSocketOption(this, level, name, value);

    private protected int? Option(int level, int name)
    {
        uint length = sizeof(int);
        return Libc.GetSocketOption(this, level, name, out var value, ref length) == 0 ? value : null;
    }

    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    private protected unsafe void Bind(IPEndPoint endPoint)
    {
        var address = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.Write(TransportTuple.From(endPoint), IsIPv4, address);
        if (Libc.Bind(this, address, length) != 0 || Libc.GetSocketName(this, address, ref length) != 0)
            throw LastError();
        Port = SocketAddress.Read(address, localSocket: 0).Port;
    }

    private protected static SocketException LastError()
    {
        var errno = Marshal.GetLastPInvokeError();
        return new SocketException(errno, Marshal.GetPInvokeErrorMessage(errno));
    }

    private static int Open(int type, AddressFamily family)
    {
        var domain = family == AddressFamily.InterNetwork ? AddressFamilyInet : AddressFamilyInet6;
        var descriptor = Libc.Socket(domain, type | SocketNonBlocking | SocketCloseOnExec, 0);
        return descriptor < 0 ? throw LastError() : descriptor;
    }
}
