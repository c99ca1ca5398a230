using System.Buffers.Binary;
using System.Net;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Limit;

/// <summary>Sockets that count what comes, on one thread, received as <see cref="Swarm.ViewerSwarm"/> receives.</summary>
internal sealed class Sinks : IDatagramHandler, IDisposable
{
    private static readonly SocketBuffers Buffers = new(ReceiveBytes: 1 << 20, SendBytes: 1 << 18);

    private readonly UdpSocket[] sockets;
    private readonly uint[] overflows;
    private readonly SocketPoller poller = new();
    private readonly DatagramReceiver receiver = new(new SocketCounters());
    private readonly Thread thread;
    private long received;
    private int receiving;
    private volatile bool stopping;

    public Sinks(IPAddress bindTo, int count)
    {
        sockets = [.. Enumerable.Range(0, count).Select(_ => UdpSocket.Open(new IPEndPoint(bindTo, 0), Buffers))];
        overflows = new uint[count];
        for (var i = 0; i < count; i++)
            poller.Add(sockets[i].Descriptor, (uint)i);
        thread = new Thread(Run) { Name = "sinks", IsBackground = true };
        thread.Start();
    }

    public IEnumerable<int> Ports => sockets.Select(socket => socket.Port);

    public long Received => Volatile.Read(ref received);

    /// <summary>Told of each RTP packet: the socket's place, the time, the sequence number. On the sinks' thread.</summary>
    public Action<int, Instant, ushort>? Arrived { get; set; }

    public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
    {
        received++;
        Arrived?.Invoke(receiving, MonotonicClock.Now, BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
    }

    public void Dispose()
    {
        stopping = true;
        poller.Wake();
        thread.Join();
        foreach (var socket in sockets)
            socket.Dispose();
        poller.Dispose();
    }

    private void Run()
    {
        while (!stopping)
        {
            poller.Wait(-1);
            for (var i = 0; i < poller.ReadyCount; i++)
            {
                if (poller.ReadyTag(i) >= sockets.Length)
                    continue;
                receiving = (int)poller.ReadyTag(i);
                receiver.Receive(sockets[receiving], 0, ref overflows[receiving], this);
            }
        }
    }
}
