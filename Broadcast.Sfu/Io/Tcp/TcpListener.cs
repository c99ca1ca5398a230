using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>What became of an attempt to accept a connection.</summary>
internal enum AcceptResult
{
    Accepted,
    NoneWaiting,
    /// <summary>Of descriptors or memory: to try again at once would be to try for ever.</summary>
    OutOfResources,
}

/// <summary>A listening, non-blocking TCP socket: the passive candidate of RFC 6544 §4.1.</summary>
internal sealed class TcpListener : BoundSocket
{
    private const int Backlog = 512;

    private TcpListener(AddressFamily family) : base(SocketStream, family)
    {
    }

    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    public static TcpListener Open(IPEndPoint endPoint)
    {
        var listener = new TcpListener(endPoint.AddressFamily);
        try
        {
            listener.SetOption(LevelSocket, ReuseAddress, 1);
            listener.Bind(endPoint);
            if (Libc.Listen(listener, Backlog) != 0)
                throw LastError();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <param name="descriptor">Of the connection; non-blocking.</param>
    /// <param name="from">The remote, without an index.</param>
    public unsafe AcceptResult TryAccept(out int descriptor, out TransportTuple from)
    {
        var address = stackalloc byte[SocketAddress.MaxLength];
        while (true)
        {
            uint length = SocketAddress.MaxLength;
            from = default;
            descriptor = Libc.Accept(this, address, ref length, SocketNonBlocking | SocketCloseOnExec);
            if (descriptor >= 0)
            {
                from = SocketAddress.Read(address, localSocket: 0, TransportProtocol.Tcp);
                return AcceptResult.Accepted;
            }
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted or ConnectionAborted:
                    continue;
                case TryAgain:
                    return AcceptResult.NoneWaiting;
                default:
                    return AcceptResult.OutOfResources;
            }
        }
    }
}
