using System.Net;
using System.Net.Sockets;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Io.Workers;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io.Workers;

public class WorkerSocketsTests
{
    private const long OneSecond = 1_000_000;

    private static readonly SocketBuffers Buffers = new(1 << 20, 1 << 20);

    public static TheoryData<string> Kinds => ["linux", "portable"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Echoes_on_its_own_port_and_on_a_plain_one(string kind)
    {
        using var sockets = Open(kind);
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = 2_000 } };
        Assert.True(sockets.TryOpen("127.0.0.1", wanted: 0, out var plain, out var plainPort));
        var echo = new Echo(sockets);

        foreach (var (port, index) in new[] { (sockets.Port, 0), (plainPort, (int)plain) })
        {
            peer.Send([1, 2, 3], new IPEndPoint(IPAddress.Loopback, port));
            Assert.Equal(1, sockets.Receive(echo, OneSecond));
            var remote = new IPEndPoint(IPAddress.Any, 0);
            Assert.Equal([1, 2, 3], peer.Receive(ref remote));
            Assert.Equal(port, remote.Port);
            Assert.Equal(index, echo.Last.LocalSocket);
        }
        Assert.Equal((2, 2), (sockets.Counters.DatagramsReceived, sockets.Counters.DatagramsSent));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wake_up_before_the_wait_ends_it(string kind)
    {
        using var sockets = Open(kind);

        sockets.Wake();

        Assert.Equal(0, sockets.Receive(new Echo(sockets), waitMicroseconds: -1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Refuses_an_address_that_is_not_of_this_machine(string kind)
    {
        using var sockets = Open(kind);

        Assert.False(sockets.TryOpen("203.0.113.7", wanted: 0, out _, out _));
        Assert.False(sockets.TryOpen("nonsense", wanted: 0, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_closed_plain_socket_frees_its_port_and_index(string kind)
    {
        using var sockets = Open(kind);
        Assert.True(sockets.TryOpen("127.0.0.1", wanted: 0, out var first, out var port));

        sockets.Close(first);

        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
        Assert.True(sockets.TryOpen("127.0.0.1", wanted: 0, out var second, out _));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Counts_what_the_kernel_dropped_for_want_of_buffer()
    {
        using var sockets = new LinuxSockets(new IPEndPoint(IPAddress.Loopback, 0), new SocketBuffers(4_096, 65_536));
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { ReceiveTimeout = 2_000 } };
        var echo = new Echo(sockets: null);

        for (var i = 0; i < 200; i++)
            peer.Send(new byte[1_000], new IPEndPoint(IPAddress.Loopback, sockets.Port));
        sockets.Receive(echo, OneSecond);
        peer.Send([1], new IPEndPoint(IPAddress.Loopback, sockets.Port));
        sockets.Receive(echo, OneSecond);

        Assert.Equal(201, sockets.Counters.DatagramsReceived + sockets.Counters.ReceiveOverflows);
        Assert.True(sockets.Counters.ReceiveOverflows > 0);
    }

    [Fact]
    public void A_datagram_arrived_when_the_kernel_had_it_not_when_it_is_taken()
    {
        using var sockets = Open("linux");
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var echo = new Echo(sockets: null);
        var sentAt = MonotonicClock.Now;
        peer.Send([1], new IPEndPoint(IPAddress.Loopback, sockets.Port));
        var hadAt = MonotonicClock.Now;
        Assert.False(new ManualResetEventSlim().Wait(50));

        sockets.Receive(echo, OneSecond);

        const long ClocksReadApartUs = 5_000;
        Assert.InRange(echo.ArrivedAt.Microseconds, sentAt.Microseconds - ClocksReadApartUs, hadAt.Microseconds + ClocksReadApartUs);
    }

    [Fact]
    public void A_taken_port_is_refused_with_the_systems_reason()
    {
        using var sockets = Open("linux");

        var error = Assert.Throws<SocketException>(() => new LinuxSockets(new IPEndPoint(IPAddress.Loopback, sockets.Port), Buffers));

        Assert.Contains("in use", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static WorkerSockets Open(string kind)
    {
        var listen = new IPEndPoint(IPAddress.IPv6Any, 0);
        return kind == "linux" ? new LinuxSockets(listen, Buffers) : new PortableSockets(listen, Buffers);
    }

    private sealed class Echo(WorkerSockets? sockets) : IDatagramHandler
    {
        private readonly SendBatch? output = sockets is null ? null : new SendBatch(sockets);

        public TransportTuple Last { get; private set; }

        public Instant ArrivedAt { get; private set; }

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
        {
            (Last, ArrivedAt) = (from, arrivedAt);
            output?.Add(from, datagram);
            output?.Flush();
        }
    }
}
