using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Io.Tcp;
using Broadcast.Sfu.Io.Workers;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io.Tcp;

/// <summary>Real connections over loopback, well-meaning and other.</summary>
public sealed class TcpConnectionsTests : IDisposable
{
    private const long TenMilliseconds = 10_000;
    private static readonly SocketBuffers Buffers = new(1 << 20, 1 << 20);

    /// <summary>A first byte as STUN has it: a stranger may say no other.</summary>
    private static readonly byte[] Hello = [0, 1, 2, 3];

    private readonly Worker worker = new();
    private readonly List<TcpClient> clients = [];
    private WorkerSockets sockets = null!;

    public TcpConnectionsTests() => Open(new TcpLimits());

    private SocketCounters Counters => sockets.Counters;

    public void Dispose()
    {
        clients.ForEach(client => client.Dispose());
        sockets.Dispose();
    }

    [Fact]
    public void Listens_at_the_number_of_its_udp_port()
    {
        Assert.Equal(sockets.Port, sockets.TcpPort);
        Assert.Null(sockets.TcpRefusal);
    }

    [Fact]
    public void A_taken_port_leaves_udp_as_it_is_and_says_why()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        using var without = new LinuxSockets(new IPEndPoint(IPAddress.Loopback, port), Buffers, new TcpLimits());

        Assert.Equal(port, without.Port);
        Assert.Null(without.TcpPort);
        Assert.Contains("in use", without.TcpRefusal, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Packets_come_and_go_in_frames_on_the_connection_they_belong_to()
    {
        var (first, second) = (Introduce(), Introduce());

        Say(second, [5, 6], [7]);
        ReceiveUntil(() => worker.Packets.Count == 4);
        Reply(worker.From[^1], [8, 9], [10]);

        Assert.Equal([[5, 6], [7]], worker.Packets[2..]);
        Assert.Equal([[8, 9], [10]], Hear(second, 2));
        Assert.Equal(0, first.Available);
        Assert.Equal(2, Counters.TcpConnections);
    }

    [Fact]
    public void A_stranger_that_says_anything_but_a_check_is_shown_out()
    {
        var stranger = Connect();

        Say(stranger, [0x80, 1, 2]);

        AssertShownOut(stranger);
        Assert.Empty(worker.Packets);
    }

    [Fact]
    public void A_stranger_whose_first_check_is_nobodys_is_shown_out_with_it()
    {
        var stranger = Connect();
        worker.Answers = from => sockets.RefuseConnection(from);

        Say(stranger, Hello, Hello);

        AssertShownOut(stranger);
        Assert.Single(worker.Packets);
    }

    [Fact]
    public void Who_has_shown_who_it_is_is_not_judged_by_one_bad_packet()
    {
        var client = Introduce();
        worker.Answers = from => sockets.RefuseConnection(from);

        Say(client, Hello);
        Say(client, [5]);
        ReceiveUntil(() => worker.Packets.Count == 3);

        Assert.Equal((1, 0), (Counters.TcpConnections, Counters.TcpRefused));
    }

    [Fact]
    public void A_stranger_whose_checks_convince_nobody_is_shown_out()
    {
        var stranger = Connect();

        for (var i = 0; i < 20; i++)
            Say(stranger, Hello);

        AssertShownOut(stranger);
        Assert.Equal(8, worker.Packets.Count);
        Assert.Empty(worker.Disconnected);
    }

    [Fact]
    public void A_stranger_that_says_nothing_is_shown_out_in_time()
    {
        Reopen(new TcpLimits { IntroductionMs = 50 });
        var kept = Introduce();
        var stranger = Connect();

        AssertShownOut(stranger);
        Assert.Equal(1, Counters.TcpConnections);
        Assert.True(kept.Connected);
    }

    [Fact]
    public void Nonsense_ends_a_connection_and_its_transport_learns_of_it()
    {
        var client = Introduce();

        client.GetStream().Write([0xFF, 0xFF, 1, 2, 3]);

        ReceiveUntil(() => Counters.TcpMalformed == 1);
        AssertEnded(client);
        Assert.Equal(worker.From, worker.Disconnected);
        Assert.Equal((0, 0), (Counters.TcpConnections, Counters.TcpRefused));
    }

    [Fact]
    public void More_connections_than_are_granted_are_refused()
    {
        Reopen(new TcpLimits { Connections = 2 });
        Introduce();
        Introduce();

        var third = Connect();

        AssertShownOut(third);
        Assert.Equal(2, Counters.TcpConnections);
    }

    [Fact]
    public void More_strangers_from_one_address_than_are_granted_are_refused()
    {
        Reopen(new TcpLimits { StrangersPerAddress = 3 });
        Introduce();
        for (var i = 0; i < 20; i++)
            Connect();

        ReceiveUntil(() => Counters.TcpRefused == 17);

        Assert.Equal(4, Counters.TcpConnections);
    }

    [Fact]
    public void More_connections_from_one_address_than_are_granted_are_refused_until_one_leaves()
    {
        Reopen(new TcpLimits { ConnectionsPerAddress = 2 });
        var first = Introduce();
        Introduce();

        AssertShownOut(Connect());
        first.Dispose();
        ReceiveUntil(() => Counters.TcpConnections == 1);
        Introduce();

        Assert.Equal((2, 1), (Counters.TcpConnections, Counters.TcpRefused));
    }

    [Fact]
    public void A_client_that_leaves_is_reported_and_its_index_is_free_for_the_next()
    {
        var first = Introduce();
        var tuple = worker.From[0];
        first.Dispose();
        ReceiveUntil(() => worker.Disconnected.Count == 1);
        var second = Introduce();

        Reply(tuple, [1, 2, 3]);

        Assert.Equal(tuple.LocalSocket, worker.From[1].LocalSocket);
        Assert.Equal(1, Counters.SendsDropped);
        Assert.Equal(0, second.Available);
    }

    [Fact]
    public void What_is_for_a_client_that_left_neither_reaches_nor_hinders_the_next_at_its_index()
    {
        var first = Introduce();
        first.Dispose();
        ReceiveUntil(() => worker.Disconnected.Count == 1);
        var second = Introduce();
        var output = new SendBatch(sockets);

        output.Add(worker.From[0], [1]);
        output.Add(worker.From[1], [2, 2]);
        output.Add(worker.From[0], [3]);
        output.Add(worker.From[1], [4, 4]);
        output.Flush();

        Assert.Equal([[2, 2], [4, 4]], Hear(second, 2));
        Assert.Equal(2, Counters.SendsDropped);
    }

    [Fact]
    public void What_a_transport_closes_is_sent_its_last_words_and_not_reported()
    {
        var client = Introduce();
        var output = new SendBatch(sockets);

        output.Add(worker.From[0], [9, 9]);
        sockets.CloseConnection(worker.From[0]);
        output.Flush();
        Receive();

        Assert.Equal([[9, 9]], Hear(client, 1));
        Assert.Equal(0, client.GetStream().Read(new byte[1]));
        Assert.Empty(worker.Disconnected);
        Assert.Equal((0, 0), (Counters.TcpConnections, Counters.TcpRefused));
    }

    [Fact]
    public void Last_words_in_answer_to_what_closes_a_connection_are_sent()
    {
        var client = Introduce();
        var output = new SendBatch(sockets);
        worker.Answers = from =>
        {
            output.Add(from, [9, 9]);
            sockets.CloseConnection(from);
        };

        Say(client, [7]);
        ReceiveUntil(() => worker.Packets.Count == 2);
        output.Flush();
        Receive();

        Assert.Equal([[9, 9]], Hear(client, 1));
        Assert.Equal(0, Counters.TcpConnections);
        Assert.Empty(worker.Disconnected);
    }

    [Fact]
    public void A_slow_reader_misses_whole_packets_and_gets_whole_packets()
    {
        Reopen(new TcpLimits { QueueBytes = 20_000 });
        var client = Introduce();
        const int Packets = 20_000;

        for (var number = 0; number < Packets; number++)
            Reply(worker.From[0], Numbered(number));
        var dropped = (int)Counters.TcpDropped;
        Assert.InRange(dropped, 1, Packets - 1);
        var heard = new List<int>();
        while (heard.Count < Packets - dropped)
        {
            heard.AddRange(Hear(client, 1).Select(NumberOf));
            sockets.Receive(worker, 0);
        }

        Assert.Equal(heard.Order().Distinct(), heard);
        Assert.Equal(0, heard[0]);
        Reply(worker.From[0], Numbered(Packets));
        Assert.Equal(Packets, NumberOf(Hear(client, 1)[0]));
        Assert.Equal(dropped, Counters.TcpDropped);
    }

    [Fact]
    public void Takes_sends_and_queues_packets_without_allocating()
    {
        var client = Introduce();
        var tuple = worker.From[0];
        var quiet = new QuietWorker();
        var output = new SendBatch(sockets, slabBytes: 65_536, maxMessages: 64);
        var frames = Enumerable.Repeat((byte[])[0, 3, 1, 2, 3], 100).SelectMany(frame => frame).ToArray();
        var packet = new byte[1_200];
        var heard = new byte[1 << 20];

        Exchange();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            Exchange();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(21 * 100, quiet.Packets);
        Assert.True(Counters.TcpDropped > 0);

        void Exchange()
        {
            var expected = quiet.Packets + 100;
            client.Client.Send(frames);
            while (quiet.Packets < expected)
                sockets.Receive(quiet, TenMilliseconds);
            var dropped = Counters.TcpDropped;
            while (Counters.TcpDropped == dropped)
            {
                output.Add(tuple, packet);
                output.Flush();
            }
            while (client.Client.Poll((int)TenMilliseconds, SelectMode.SelectRead))
            {
                client.Client.Receive(heard);
                sockets.Receive(quiet, 0);
            }
        }
    }

    private static byte[] Numbered(int number)
    {
        var packet = new byte[1_200];
        packet.AsSpan().Fill((byte)number);
        BinaryPrimitives.WriteInt32BigEndian(packet, number);
        return packet;
    }

    private static int NumberOf(byte[] packet)
    {
        Assert.Equal(1_200, packet.Length);
        var number = BinaryPrimitives.ReadInt32BigEndian(packet);
        Assert.False(packet.AsSpan(4).ContainsAnyExcept((byte)number));
        return number;
    }

    private void Open(TcpLimits limits)
    {
        sockets = new LinuxSockets(new IPEndPoint(IPAddress.IPv6Any, 0), Buffers, limits);
        worker.Sockets = sockets;
    }

    private void Reopen(TcpLimits limits)
    {
        sockets.Dispose();
        Open(limits);
    }

    private TcpClient Connect()
    {
        var client = new TcpClient { ReceiveTimeout = 5_000 };
        clients.Add(client);
        client.Connect(IPAddress.Loopback, sockets.Port);
        return client;
    }

    /// <summary>A client that the worker keeps.</summary>
    private TcpClient Introduce()
    {
        var client = Connect();
        var heard = worker.Packets.Count;
        worker.Keeps = true;
        Say(client, Hello);
        ReceiveUntil(() => worker.Packets.Count > heard);
        worker.Keeps = false;
        return client;
    }

    private static void Say(TcpClient client, params byte[][] packets) =>
        client.GetStream().Write([.. packets.SelectMany(packet => (byte[])[(byte)(packet.Length >> 8), (byte)packet.Length, .. packet])]);

    private static List<byte[]> Hear(TcpClient client, int packets)
    {
        var heard = new List<byte[]>();
        while (heard.Count < packets)
        {
            var prefix = new byte[2];
            client.GetStream().ReadExactly(prefix);
            heard.Add(new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)]);
            client.GetStream().ReadExactly(heard[^1]);
        }
        return heard;
    }

    private void Reply(in TransportTuple to, params byte[][] packets)
    {
        var output = new SendBatch(sockets, slabBytes: 4_096, maxMessages: 16);
        foreach (var packet in packets)
            output.Add(to, packet);
        output.Flush();
    }

    private void AssertShownOut(TcpClient client)
    {
        ReceiveUntil(() => Counters.TcpRefused == 1);
        AssertEnded(client);
    }

    private static void AssertEnded(TcpClient client)
    {
        // What it had said and nobody read makes the end a reset.
        var end = Record.Exception(() => Assert.Equal(0, client.GetStream().Read(new byte[1])));
        Assert.True(end is null or IOException);
    }

    private void Receive() => sockets.Receive(worker, TenMilliseconds);

    private void ReceiveUntil(Func<bool> isDone)
    {
        var patience = Stopwatch.StartNew();
        while (!isDone())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(5), "Nothing came of it within five seconds.");
            Receive();
        }
    }

    private sealed class QuietWorker : IDatagramHandler
    {
        public int Packets { get; private set; }

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram) => Packets++;
    }

    private sealed class Worker : IDatagramHandler
    {
        public WorkerSockets Sockets { get; set; } = null!;

        /// <summary>Whether who speaks now is believed.</summary>
        public bool Keeps { get; set; }

        /// <summary>What else it does with a packet.</summary>
        public Action<TransportTuple>? Answers { get; set; }

        public List<TransportTuple> From { get; } = [];
        public List<byte[]> Packets { get; } = [];
        public List<TransportTuple> Disconnected { get; } = [];

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
        {
            From.Add(from);
            Packets.Add(datagram.ToArray());
            if (Keeps)
                Sockets.KeepConnection(from);
            Answers?.Invoke(from);
        }

        public void OnDisconnected(in TransportTuple from) => Disconnected.Add(from);
    }
}
