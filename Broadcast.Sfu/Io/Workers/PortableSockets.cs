using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>The same over .NET's own sockets, for development away from Linux: one call per datagram, no ICE-TCP, and it allocates.</summary>
internal sealed class PortableSockets : WorkerSockets
{
    private const int MaxPerTurn = 64;
    private const long LongestWaitMicroseconds = 1_000_000;

    private readonly Dictionary<ushort, Socket> sockets = [];
    private readonly Socket wakeUp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(2_048, pinned: true);
    private readonly SocketBuffers asked;

    public PortableSockets(IPEndPoint listen, SocketBuffers buffers)
    {
        asked = buffers;
        wakeUp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        wakeUp.Connect(wakeUp.LocalEndPoint!);
        wakeUp.Blocking = false;
        try
        {
            sockets[0] = Bind(listen);
        }
        catch (SocketException)
        {
            wakeUp.Dispose();
            throw;
        }
    }

    public override int Port => PortOf(sockets[0]);

    public override string TcpRefusal => "it is taken on Linux only";

    public override SocketBuffers Buffers => new(sockets[0].ReceiveBufferSize, sockets[0].SendBufferSize);

    public override int Receive(IDatagramHandler handler, long waitMicroseconds)
    {
        var readable = new List<Socket>(sockets.Values) { wakeUp };
        var wait = waitMicroseconds < 0 ? LongestWaitMicroseconds : Math.Min(waitMicroseconds, LongestWaitMicroseconds);
        var from = MonotonicClock.Now;
        Socket.Select(readable, null, null, (int)wait);
        Counters.CountWait(from, MonotonicClock.Now);
        if (readable.Remove(wakeUp))
            Drain(wakeUp, 0, null);
        return sockets.Where(pair => readable.Contains(pair.Value)).ToList().Sum(pair => Drain(pair.Value, pair.Key, handler));
    }

    public override void Wake()
    {
        try
        {
            wakeUp.Send([1]);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            // Wake-ups are waiting already.
        }
    }

    public override void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (ref readonly var message in messages)
        {
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                SendOne(message.To, slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)));
        }
    }

    public override bool TryOpen(string listenIp, int wanted, out ushort socket, out int port)
    {
        (socket, port) = (1, 0);
        while (sockets.ContainsKey(socket))
            socket++;
        if (!IPAddress.TryParse(listenIp, out var address))
            return false;
        try
        {
            sockets[socket] = Bind(new IPEndPoint(address, wanted));
            port = PortOf(sockets[socket]);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public override void Close(ushort socket)
    {
        if (socket != 0 && sockets.Remove(socket, out var closed))
            closed.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var socket in sockets.Values)
            socket.Dispose();
        wakeUp.Dispose();
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private Socket Bind(IPEndPoint listen)
    {
        var socket = new Socket(listen.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        if (listen.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = true;
        socket.ReceiveBufferSize = asked.ReceiveBytes;
        socket.SendBufferSize = asked.SendBytes;
        socket.Bind(listen);
        return socket;
    }

    private int Drain(Socket socket, ushort index, IDatagramHandler? handler)
    {
        EndPoint any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var count = 0;
        while (count < MaxPerTurn && socket.Available > 0)
        {
            try
            {
                var length = socket.ReceiveFrom(buffer, ref any);
                count++;
                handler?.OnDatagram(TransportTuple.From((IPEndPoint)any, index), MonotonicClock.Now, buffer.AsSpan(0, length));
            }
            catch (SocketException)
            {
                // An ICMP error or an oversized datagram takes the place of this one.
                Counters.CountTruncated();
                count++;
            }
        }
        if (handler is not null)
            Counters.CountReceived(count);
        return count;
    }

    private void SendOne(in TransportTuple to, ReadOnlySpan<byte> datagram)
    {
        try
        {
            var remote = to.ToEndPoint();
            if (!sockets.TryGetValue(to.LocalSocket, out var socket))
            {
                Counters.CountSendDropped(1);
                return;
            }
            if (socket.AddressFamily == AddressFamily.InterNetworkV6)
                remote.Address = remote.Address.MapToIPv6();
            socket.SendTo(datagram, remote);
            Counters.CountSent(1);
            Counters.CountBytesSent(datagram.Length);
        }
        catch (SocketException)
        {
            Counters.CountSendDropped(1);
        }
    }
}
