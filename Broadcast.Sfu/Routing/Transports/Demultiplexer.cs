using System.Runtime.InteropServices;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Tells which transport of the worker a datagram is for: by the socket, which a plain transport has to itself; by the remote address;
/// or, for a connectivity check, by our username fragment that it names.
/// </summary>
/// <param name="drops">Counts what is for none.</param>
/// <param name="sockets">Of the worker's thread.</param>
internal sealed class Demultiplexer(DropCounters drops, IWorkerSockets sockets)
{
    /// <summary>By username fragments, their 16 characters read as one number.</summary>
    private readonly Dictionary<UInt128, WebRtcTransport> byUsernameFragment = [];
    private readonly Dictionary<TransportTuple, WebRtcTransport> byTuple = [];
    private readonly Dictionary<ushort, PlainTransport> byPlainSocket = [];

    public void Add(IceCredentials local, WebRtcTransport transport) => byUsernameFragment[KeyOf(local.UsernameFragmentBytes)] = transport;

    public void Remove(IceCredentials local) => byUsernameFragment.Remove(KeyOf(local.UsernameFragmentBytes));

    public void Add(PlainSocket socket, PlainTransport transport) => byPlainSocket[socket.Index] = transport;

    /// <summary>Closes the socket, too.</summary>
    public void Remove(PlainSocket socket)
    {
        byPlainSocket.Remove(socket.Index);
        sockets.Close(socket.Index);
    }

    /// <summary>What comes from an address goes to this transport from now on. A TCP connection stays, as it is known whose it is.</summary>
    public void Claim(in TransportTuple tuple, WebRtcTransport transport)
    {
        byTuple[tuple] = transport;
        if (tuple.Protocol == TransportProtocol.Tcp)
            sockets.KeepConnection(tuple);
    }

    /// <summary>A transport has no more to do with an address; without effect if the address is another's by now.</summary>
    public void Forget(in TransportTuple tuple, WebRtcTransport transport)
    {
        if (!byTuple.TryGetValue(tuple, out var owner) || owner != transport)
            return;
        byTuple.Remove(tuple);
        if (tuple.Protocol == TransportProtocol.Tcp)
            sockets.CloseConnection(tuple);
    }

    /// <summary>The transport to which an address belongs; null if it belongs to none.</summary>
    public WebRtcTransport? Find(in TransportTuple tuple) => byTuple.GetValueOrDefault(tuple);

    /// <summary>The transport that a username fragment names; null if it names none.</summary>
    public WebRtcTransport? Find(ReadOnlySpan<byte> usernameFragment) => byUsernameFragment.GetValueOrDefault(KeyOf(usernameFragment));

    /// <summary>The plain transport that has a socket to itself; null if none has.</summary>
    public PlainTransport? Find(ushort socket) => byPlainSocket.GetValueOrDefault(socket);

    /// <summary>A TCP connection has ended: its address is nobody's.</summary>
    /// <returns>Whose it was.</returns>
    public WebRtcTransport? Take(in TransportTuple tuple) => byTuple.Remove(tuple, out var transport) ? transport : null;

    /// <summary>A datagram is for no transport: it is counted as dropped, and a TCP connection that it came by is closed.</summary>
    public void Reject(in TransportTuple from, DropReason reason)
    {
        drops.Count(reason);
        if (from.Protocol == TransportProtocol.Tcp)
            sockets.RefuseConnection(from);
    }

    /// <returns>0, which no fragment has, for other lengths than ours.</returns>
    private static UInt128 KeyOf(ReadOnlySpan<byte> usernameFragment) =>
        usernameFragment.Length == 16 ? MemoryMarshal.Read<UInt128>(usernameFragment) : UInt128.Zero;
}
