using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>recvmmsg, sendmmsg and UDP_SEGMENT, and the connections of ICE-TCP, behind one epoll.</summary>
internal sealed class LinuxSockets : WorkerSockets
{
    private const int MaxSockets = 1_024;

    /// <summary>Where any port will do, one that both protocols have free is found within a few.</summary>
    private const int PortsTried = 8;

    private readonly List<Entry?> entries = [];
    private readonly SocketPoller poller = new();
    private readonly DatagramReceiver receiver;
    private readonly SocketBuffers buffers;
    private readonly TcpConnections? connections;

    /// <param name="listen">Port 0 for any free one.</param>
    /// <param name="buffers">What to ask the kernel for.</param>
    /// <param name="tcp">Null to take no ICE-TCP. A TCP port that is taken is no reason to do without UDP.</param>
    /// <exception cref="SocketException">The address or UDP port cannot be bound.</exception>
    public LinuxSockets(IPEndPoint listen, SocketBuffers buffers, TcpLimits? tcp = null)
    {
        this.buffers = buffers;
        receiver = new DatagramReceiver(Counters);
        try
        {
            for (var left = tcp is not null && listen.Port == 0 ? PortsTried : 1; entries.Count == 0; left--)
            {
                var udp = UdpSocket.Open(listen, buffers);
                (connections, TcpRefusal) = tcp is null ? (null, null) : TryListen(new IPEndPoint(listen.Address, udp.Port), tcp);
                if (TcpRefusal is null || left == 1)
                    Add(udp);
                else
                    udp.Dispose();
            }
        }
        catch (SocketException)
        {
            poller.Dispose();
            throw;
        }
    }

    public override int Port => entries[0]!.Socket.Port;

    public override int? TcpPort => connections?.Port;

    public override string? TcpRefusal { get; }

    public override SocketBuffers Buffers => entries[0]!.Socket.Buffers;

    public override int Receive(IDatagramHandler handler, long waitMicroseconds)
    {
        connections?.CloseReleased();
        var from = MonotonicClock.Now;
        poller.Wait(connections is null ? waitMicroseconds : Sooner(waitMicroseconds, connections.NextTimeout));
        Counters.CountWait(from, MonotonicClock.Now);
        var received = 0;
        for (var i = 0; i < poller.ReadyCount; i++)
        {
            var tag = poller.ReadyTag(i);
            if (tag < entries.Count && entries[(int)tag] is { } entry)
                received += receiver.Receive(entry.Socket, (ushort)tag, ref entry.Overflows, handler);
            else if (TcpConnections.Owns(tag))
                received += connections!.Receive(tag, poller.IsReadable(i), MonotonicClock.Now, handler);
        }
        connections?.Tidy(MonotonicClock.Now, handler);
        return received;
    }

    public override void Wake() => poller.Wake();

    public override void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        while (!messages.IsEmpty)
        {
            var first = messages[0].To;
            var socket = first.LocalSocket;
            var (run, bytes) = (1, messages[0].Length);
            while (run < messages.Length && GoesWith(first, messages[run].To))
                bytes += messages[run++].Length;
            Counters.CountBytesSent(bytes);
            if (first.Protocol == TransportProtocol.Tcp)
                connections?.Send(slab, messages[..run]);
            else if (socket < entries.Count && entries[socket] is { } entry)
                entry.Sender.Send(slab, messages[..run]);
            else
                Counters.CountSendDropped(run);
            messages = messages[run..];
        }
    }

    public override bool TryOpen(string listenIp, int wanted, out ushort socket, out int port)
    {
        (socket, port) = (0, 0);
        if (entries.Count == MaxSockets && !entries.Contains(null) || !IPAddress.TryParse(listenIp, out var address))
            return false;
        try
        {
            var opened = UdpSocket.Open(new IPEndPoint(address, wanted), buffers);
            socket = Add(opened);
            port = opened.Port;
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public override void Close(ushort socket)
    {
        if (socket == 0 || socket >= entries.Count || entries[socket] is not { } entry)
            return;
        entries[socket] = null;
        poller.Remove(entry.Socket.Descriptor);
        entry.Socket.Dispose();
    }

    public override void KeepConnection(in TransportTuple tuple) => connections?.Keep(tuple);

    public override void RefuseConnection(in TransportTuple tuple) => connections?.Refuse(tuple);

    public override void CloseConnection(in TransportTuple tuple) => connections?.Close(tuple);

    protected override void Dispose(bool disposing)
    {
        connections?.Dispose();
        foreach (var entry in entries)
            entry?.Socket.Dispose();
        poller.Dispose();
    }

    /// <summary>A UDP socket reaches any remote; a TCP connection one, and what was for another that had its index is not for this one.</summary>
    private static bool GoesWith(in TransportTuple first, in TransportTuple next) =>
        first.LocalSocket == next.LocalSocket && first.Protocol == next.Protocol && (first.Protocol == TransportProtocol.Udp || first == next);

    private (TcpConnections? Connections, string? Refusal) TryListen(IPEndPoint listen, TcpLimits limits)
    {
        try
        {
            return (new TcpConnections(listen, limits, poller, Counters), null);
        }
        catch (SocketException refusal)
        {
            return (null, refusal.Message);
        }
    }

    private static long Sooner(long waitMicroseconds, Instant timeout)
    {
        if (timeout == Instant.Never)
            return waitMicroseconds;
        var left = Math.Max(0, timeout.Since(MonotonicClock.Now));
        return waitMicroseconds < 0 ? left : Math.Min(waitMicroseconds, left);
    }

    private ushort Add(UdpSocket socket)
    {
        var index = entries.IndexOf(null);
        if (index < 0)
        {
            index = entries.Count;
            entries.Add(null);
        }
        entries[index] = new Entry(socket, new UdpSender(socket, Counters));
        poller.Add(socket.Descriptor, (uint)index);
        return (ushort)index;
    }

    private sealed class Entry(UdpSocket socket, UdpSender sender)
    {
        public UdpSocket Socket { get; } = socket;
        public UdpSender Sender { get; } = sender;

        /// <summary>The kernel's count of lost datagrams as last seen.</summary>
        public uint Overflows;
    }
}
