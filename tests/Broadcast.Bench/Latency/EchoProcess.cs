using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Broadcast.Bench.Limit;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Latency;

/// <summary>
/// The child process that sends each frame that it gets on to a webinar's viewers with <see cref="FloorSender"/>: no engine, the same
/// traffic. Its first line of input names the viewers' ports, webinars apart by semicolons; it answers with the ports that it listens
/// on, and echoes until its input ends.
/// </summary>
internal static class EchoProcess
{
    public const string Command = "echo";

    public static int Run()
    {
        var rooms = Console.ReadLine()!.Split(';').Select(ports => new Room(ports.Split(',').Select(port => ushort.Parse(port, CultureInfo.InvariantCulture)))).ToList();
        Console.WriteLine(string.Join(',', rooms.Select(room => room.Socket.Port)));
        using var poller = new SocketPoller();
        for (var i = 0; i < rooms.Count; i++)
            poller.Add(rooms[i].Socket.Descriptor, (uint)i);
        var ended = false;
        new Thread(() => { Console.ReadLine(); Volatile.Write(ref ended, true); poller.Wake(); }) { IsBackground = true }.Start();

        var receiver = new DatagramReceiver(new SocketCounters());
        while (!Volatile.Read(ref ended))
        {
            poller.Wait(-1);
            for (var i = 0; i < poller.ReadyCount; i++)
                if (poller.ReadyTag(i) < rooms.Count)
                    rooms[(int)poller.ReadyTag(i)].Receive(receiver);
        }
        rooms.ForEach(room => room.Dispose());
        return 0;
    }

    private sealed class Room(IEnumerable<ushort> viewers) : IDatagramHandler, IDisposable
    {
        private readonly FloorSender sender = new(BenchNetwork.Address, [.. viewers]);
        private uint overflows;

        public UdpSocket Socket { get; } = UdpSocket.Open(new IPEndPoint(BenchNetwork.Address, 0), new SocketBuffers(1 << 20, 1 << 20));

        public void Receive(DatagramReceiver receiver) => receiver.Receive(Socket, 0, ref overflows, this);

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
        {
            sender.Follow(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
            sender.Take(datagram);
            if ((datagram[1] & 0x80) != 0)
                sender.SendFrame();
        }

        public void Dispose()
        {
            sender.Dispose();
            Socket.Dispose();
        }
    }
}
