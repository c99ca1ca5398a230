using System.Net;
using System.Runtime.InteropServices;
using Broadcast.Sfu.Primitives;
using static Broadcast.Sfu.Io.LinuxConstants;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>
/// The ICE-TCP side of a worker: it accepts connections (RFC 6544, passive), hears of each first who it is, and closes it if it
/// does not say so in time. Packets travel in the frames of RFC 4571. A connection's index in this table is its tuple's
/// <c>LocalSocket</c>.
/// </summary>
internal sealed unsafe class TcpConnections : IDisposable
{
    /// <summary>Accepting must not keep media waiting.</summary>
    private const int AcceptsPerTurn = 16;

    /// <summary>
    /// Packets that a stranger may send before one of them is accepted. One that is not its client's ends the connection at once; one
    /// that is, and is answered with an error, or that its transport had no time to look at, may be followed by a better one.
    /// </summary>
    private const int PacketsOfStranger = 8;

    /// <summary>A STUN message's first byte is below this (RFC 7983 §7): all that a stranger may say.</summary>
    private const byte EndOfStun = 4;

    private const long RestUs = 1_000_000;
    private const uint ListenerTag = 1u << 30;
    private const uint ConnectionTag = 1u << 31;

    private readonly List<TcpConnection?> connections = [];
    private readonly Stack<ushort> free = new();
    private readonly List<TcpConnection> strangers = [];
    private readonly List<TcpConnection> closing = [];
    private readonly AddressCounts connectionsOf = new();
    private readonly AddressCounts strangersOf = new();
    private readonly TcpListener listener;
    private readonly SocketPoller poller;
    private readonly SocketCounters counters;
    private readonly FrameSender sender;
    private readonly TcpLimits limits;
    private Instant listensAgainAt = Instant.Never;

    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound, or the port is taken.</exception>
    public TcpConnections(IPEndPoint listen, TcpLimits limits, SocketPoller poller, SocketCounters counters)
    {
        listener = TcpListener.Open(listen);
        sender = new FrameSender(counters);
        (this.limits, this.poller, this.counters) = (limits, poller, counters);
        poller.Add(listener.Descriptor, ListenerTag);
    }

    public int Port => listener.Port;

    /// <summary>Connections that are open.</summary>
    private int Count => connections.Count - free.Count;

    /// <summary>Whether what the poller reports is of this table.</summary>
    public static bool Owns(uint tag) => tag is >= ListenerTag and < uint.MaxValue;

    /// <summary>When <see cref="Tidy"/> is wanted at the latest.</summary>
    public Instant NextTimeout
    {
        get
        {
            if (closing.Count != 0)
                return default;
            var introduction = strangers.Count == 0 ? Instant.Never : strangers[0].AcceptedAt.AddMilliseconds(limits.IntroductionMs);
            return Instant.Min(introduction, listensAgainAt);
        }
    }

    /// <summary>Takes what the poller reports: a batch of connections, or what one of them has to say.</summary>
    /// <returns>Packets handed over.</returns>
    public int Receive(uint tag, bool isReadable, Instant now, IDatagramHandler handler)
    {
        if (tag == ListenerTag)
            Accept(now);
        else if (Find((int)(tag - ConnectionTag)) is { IsClosing: false } connection)
            return Serve(connection, isReadable, handler);
        return 0;
    }

    /// <param name="slab">Pinned.</param>
    /// <param name="messages">All for one connection.</param>
    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        if (Find(messages[0].To) is not { } connection)
        {
            foreach (ref readonly var message in messages)
                counters.CountSendDropped(message.Segments);
            return;
        }
        sender.Send(connection, slab, messages);
        AwaitRoom(connection);
    }

    public void Keep(in TransportTuple tuple)
    {
        if (Find(tuple) is not { IsKept: false } connection)
            return;
        connection.IsKept = true;
        NoLongerStranger(connection);
    }

    /// <summary>What came over it shows that it is nobody's, unless it has shown the contrary before.</summary>
    public void Refuse(in TransportTuple tuple)
    {
        if (Find(tuple) is { IsKept: false, IsClosing: false } connection)
            Refuse(connection);
    }

    public void Close(in TransportTuple tuple)
    {
        if (Find(tuple) is { } connection)
            Mark(connection);
    }

    /// <summary>Closes what transports let go; called when their last words have been sent.</summary>
    public void CloseReleased()
    {
        for (var i = closing.Count - 1; i >= 0; i--)
        {
            if (!closing[i].IsBroken)
                Release(i);
        }
    }

    /// <summary>Closes what broke or was shown out, and says so of those that belonged to a transport; called when nothing is under way.</summary>
    public void Tidy(Instant now, IDatagramHandler handler)
    {
        while (strangers.Count != 0 && now.Since(strangers[0].AcceptedAt) >= limits.IntroductionMs * 1_000L)
            Refuse(strangers[0]);
        for (var i = closing.Count - 1; i >= 0; i--)
        {
            if (closing[i] is not { IsBroken: true } broken)
                continue;
            Release(i);
            if (broken.IsKept)
                handler.OnDisconnected(broken.Tuple);
        }
        if (now < listensAgainAt)
            return;
        listensAgainAt = Instant.Never;
        poller.Add(listener.Descriptor, ListenerTag);
    }

    public void Dispose()
    {
        listener.Dispose();
        foreach (var connection in connections)
            connection?.Dispose();
    }

    private void Accept(Instant now)
    {
        for (var i = 0; i < AcceptsPerTurn; i++)
        {
            switch (listener.TryAccept(out var descriptor, out var from))
            {
                case AcceptResult.Accepted:
                    Add(descriptor, from, now);
                    break;
                case AcceptResult.OutOfResources:
                    counters.CountTcpRefused();
                    poller.Remove(listener.Descriptor);
                    listensAgainAt = now.AddMicroseconds(RestUs);
                    return;
                default:
                    return;
            }
        }
    }

    private void Add(int descriptor, in TransportTuple remote, Instant now)
    {
        if (Count >= limits.Connections || IsCrowded(remote))
        {
            counters.CountTcpRefused();
            _ = Libc.Close(descriptor);
            return;
        }
        if (!free.TryPop(out var index))
        {
            index = (ushort)connections.Count;
            connections.Add(null);
        }
        var connection = new TcpConnection(descriptor, remote with { LocalSocket = index }, now, limits.QueueBytes);
        connections[index] = connection;
        strangers.Add(connection);
        strangersOf.Add(remote);
        connectionsOf.Add(remote);
        poller.Add(descriptor, ConnectionTag | index);
        counters.CountTcpOpened();
    }

    private bool IsCrowded(in TransportTuple from) =>
        strangersOf[from] >= limits.StrangersPerAddress || connectionsOf[from] >= limits.ConnectionsPerAddress;

    private int Serve(TcpConnection connection, bool isReadable, IDatagramHandler handler)
    {
        if (!connection.Queue.IsEmpty)
            sender.SendQueued(connection);
        var received = isReadable && !connection.IsClosing ? Read(connection, handler) : 0;
        AwaitRoom(connection);
        return received;
    }

    private int Read(TcpConnection connection, IDatagramHandler handler)
    {
        nint read;
        fixed (byte* room = connection.Reader.Room)
            read = Libc.Receive(connection, room, (nuint)connection.Reader.Room.Length, MessageDontWait);
        if (read < 0 && Marshal.GetLastPInvokeError() is TryAgain or Interrupted)
            return 0;
        if (read <= 0)
        {
            Break(connection);
            return 0;
        }
        connection.Reader.Add((int)read);
        var received = 0;
        while (!connection.IsClosing && connection.Reader.TryTake(out var packet))
        {
            Deliver(connection, packet, handler);
            received++;
        }
        if (connection.Reader.IsMalformed)
        {
            counters.CountTcpMalformed();
            Break(connection);
        }
        counters.CountReceived(received);
        return received;
    }

    private void Deliver(TcpConnection connection, Span<byte> packet, IDatagramHandler handler)
    {
        if (!connection.IsKept && (packet[0] >= EndOfStun || ++connection.PacketsAsStranger > PacketsOfStranger))
            Refuse(connection);
        else
            handler.OnDatagram(connection.Tuple, MonotonicClock.Now, packet);
    }

    /// <summary>It says what nobody who belongs here says, or nothing.</summary>
    private void Refuse(TcpConnection connection)
    {
        counters.CountTcpRefused();
        Break(connection);
    }

    private void Break(TcpConnection connection)
    {
        connection.IsBroken = true;
        Mark(connection);
    }

    private void Mark(TcpConnection connection)
    {
        if (!closing.Contains(connection))
            closing.Add(connection);
        connection.IsClosing = true;
        NoLongerStranger(connection);
    }

    private void NoLongerStranger(TcpConnection connection)
    {
        if (strangers.Remove(connection))
            strangersOf.Remove(connection.Tuple);
    }

    private void AwaitRoom(TcpConnection connection)
    {
        if (connection.IsBroken)
            Mark(connection);
        var awaits = !connection.Queue.IsEmpty;
        if (awaits == connection.AwaitsRoom)
            return;
        connection.AwaitsRoom = awaits;
        poller.Watch(connection.Descriptor, ConnectionTag | connection.Tuple.LocalSocket, forRoom: awaits);
    }

    private void Release(int indexInClosing)
    {
        var connection = closing[indexInClosing];
        closing.RemoveAt(indexInClosing);
        poller.Remove(connection.Descriptor);
        connections[connection.Tuple.LocalSocket] = null;
        free.Push(connection.Tuple.LocalSocket);
        connectionsOf.Remove(connection.Tuple);
        connection.Dispose();
        counters.CountTcpClosed();
    }

    private TcpConnection? Find(int index) => index < connections.Count ? connections[index] : null;

    /// <summary>The connection that a tuple means, not another that has its index by now.</summary>
    private TcpConnection? Find(in TransportTuple tuple) =>
        Find(tuple.LocalSocket) is { } connection && connection.Tuple == tuple ? connection : null;
}
