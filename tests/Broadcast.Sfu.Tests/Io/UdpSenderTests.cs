using System.Net;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Io.Workers;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Io;

public sealed class UdpSenderTests : IDisposable
{
    private const long OneSecond = 1_000_000;

    private readonly LinuxSockets receiver = new(new IPEndPoint(IPAddress.IPv6Any, 0), new SocketBuffers(1 << 20, 1 << 20));
    private readonly SocketCounters counters = new();
    private readonly Inbox inbox = new();

    public void Dispose() => receiver.Dispose();

    [Fact]
    public void A_segmented_message_arrives_as_separate_datagrams()
    {
        using var socket = Open(IPAddress.Loopback);
        var sender = new UdpSender(socket, counters);
        Assert.True(sender.Segments);

        SendRun(sender, lengths: [1_000, 1_000, 1_000, 400]);

        AssertArrived(lengths: [1_000, 1_000, 1_000, 400]);
        Assert.Equal((1, 4, 0), (counters.SegmentedSends, counters.DatagramsSent, counters.SendsDropped));
    }

    [Fact]
    public void A_socket_that_cannot_segment_sends_the_same_datagrams_one_by_one()
    {
        using var socket = Open(IPAddress.Loopback);
        var sender = new UdpSender(socket, counters) { Segments = false };

        SendRun(sender, lengths: [1_000, 1_000, 400]);

        AssertArrived(lengths: [1_000, 1_000, 400]);
        Assert.Equal((0, 3), (counters.SegmentedSends, counters.DatagramsSent));
    }

    [Fact]
    public void A_run_that_the_kernel_refuses_to_segment_goes_as_plain_datagrams_and_is_counted()
    {
        using var socket = Open(IPAddress.Loopback);
        socket.DisableChecksums();
        var sender = new UdpSender(socket, counters);

        SendRun(sender, lengths: [500, 500, 100]);

        AssertArrived(lengths: [500, 500, 100]);
        Assert.Equal((1, 0, 3), (counters.SegmentationRefused, counters.SegmentedSends, counters.DatagramsSent));
    }

    [Fact]
    public void A_dual_stack_socket_reaches_ipv4_and_ipv6()
    {
        using var socket = Open(IPAddress.IPv6Any);
        var sender = new UdpSender(socket, counters);
        var batch = new SendBatch(sender);

        batch.Add(TransportTuple.From(new IPEndPoint(IPAddress.Loopback, receiver.Port)), [1]);
        batch.Add(TransportTuple.From(new IPEndPoint(IPAddress.IPv6Loopback, receiver.Port)), [2, 2]);
        batch.Flush();

        AssertArrived(lengths: [1, 2]);
        Assert.Equal([true, false], inbox.From.Select(from => from.IsIPv4));
        Assert.All(inbox.From, from => Assert.Equal(socket.Port, from.Port));
    }

    [Fact]
    public void A_datagram_that_cannot_be_sent_is_counted_and_the_next_ones_go_out()
    {
        using var socket = Open(IPAddress.Loopback);
        var batch = new SendBatch(new UdpSender(socket, counters));

        batch.Add(TransportTuple.From(new IPEndPoint(IPAddress.IPv6Loopback, receiver.Port)), [1]);
        batch.Add(TransportTuple.From(new IPEndPoint(IPAddress.Broadcast, receiver.Port)), [2]);
        batch.Add(TransportTuple.From(new IPEndPoint(IPAddress.Loopback, receiver.Port)), [3, 3, 3]);
        batch.Flush();

        AssertArrived(lengths: [3]);
        Assert.Equal((2, 1), (counters.SendsDropped, counters.DatagramsSent));
    }

    [Fact]
    public void A_batch_larger_than_one_call_arrives_whole_and_in_order()
    {
        using var socket = Open(IPAddress.Loopback);
        var sender = new UdpSender(socket, counters) { Segments = false };
        int[] lengths = [.. Enumerable.Range(0, 600).Select(i => 600 - i)];

        SendRun(sender, lengths);

        AssertArrived(lengths);
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        using var socket = Open(IPAddress.Loopback);
        var batch = new SendBatch(new UdpSender(socket, counters));
        var to = TransportTuple.From(new IPEndPoint(IPAddress.Loopback, receiver.Port));
        var counting = new Counting();
        Exchange(rounds: 20);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(rounds: 50);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(70 * 5, counting.Datagrams);

        void Exchange(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < 5; i++)
                {
                    batch.Reserve(1_000);
                    batch.Commit(to, 1_000);
                }
                batch.Flush();
                receiver.Receive(counting, OneSecond);
            }
        }
    }

    private static UdpSocket Open(IPAddress address) => UdpSocket.Open(new IPEndPoint(address, 0), new SocketBuffers(1 << 20, 1 << 20));

    private void SendRun(UdpSender sender, int[] lengths)
    {
        var batch = new SendBatch(sender);
        var to = TransportTuple.From(new IPEndPoint(IPAddress.Loopback, receiver.Port));
        for (var i = 0; i < lengths.Length; i++)
        {
            batch.Reserve(lengths[i])[..lengths[i]].Fill((byte)i);
            batch.Commit(to, lengths[i]);
        }
        batch.Flush();
    }

    private void AssertArrived(int[] lengths)
    {
        while (inbox.Datagrams.Count < lengths.Length && receiver.Receive(inbox, OneSecond) > 0)
            continue;
        Assert.Equal(lengths, inbox.Datagrams.Select(datagram => datagram.Length));
        if (lengths.Length > 3)
            Assert.All(inbox.Datagrams.Index(), entry => Assert.All(entry.Item, value => Assert.Equal((byte)entry.Index, value)));
    }

    private sealed class Inbox : IDatagramHandler
    {
        public List<byte[]> Datagrams { get; } = [];
        public List<TransportTuple> From { get; } = [];

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram)
        {
            From.Add(from);
            Datagrams.Add(datagram.ToArray());
        }
    }

    private sealed class Counting : IDatagramHandler
    {
        public int Datagrams { get; private set; }

        public void OnDatagram(in TransportTuple from, Instant arrivedAt, Span<byte> datagram) => Datagrams++;
    }
}
