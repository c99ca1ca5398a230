using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class TransportCcTests
{
    private const long NotReceived = TransportCcWriter.NotReceived;

    private static readonly byte[] Vector = Hex.Parse("""
        8F CD 00 06       # RTPFB, FMT 15
        00 00 00 01       # sender
        00 00 00 02       # media
        FF FF 00 04       # from 65535 on, four statuses
        00 00 02 07       # reference 2 x 64 ms, message 7
        D2 40             # two-bit vector: small, not received, large, small, and three unused
        04                # 128 ms + 1 ms
        FF FC             # 1 ms earlier
        08                # 2 ms later
        00 00             # to the word
        """);

    [Fact]
    public void Reads_statuses_and_arrival_times()
    {
        Assert.True(RtcpPacket.TryParse(Vector, out var packet));
        Assert.True(TransportCc.TryParse(packet, out var feedback));
        Assert.Equal((1u, 2u, 7), (feedback.SenderSsrc, feedback.MediaSsrc, feedback.FeedbackCount));
        Assert.Equal([(65535, 129_000), (1, 128_000), (2, 130_000)], Arrivals(feedback));
    }

    [Fact]
    public void Writes_what_it_reads()
    {
        var written = new byte[64];
        var length = TransportCcWriter.Write(written, 1, 2, 65535, 7, [129_000, NotReceived, 128_000, 130_000], out var consumed);
        Assert.Equal(4, consumed);
        // A vector holds seven, and unused symbols are zero.
        Assert.Equal(Vector, written[..length]);
    }

    [Fact]
    public void Reads_one_bit_vectors_and_runs()
    {
        var vector = Hex.Parse("""
            8F CD 00 06  00 00 00 01  00 00 00 02
            00 00 00 10  00 00 00 00    # sixteen statuses from 0
            A0 01                       # one-bit vector: the first and the fourteenth arrived
            20 02                       # run of two small deltas
            04 04 04 04                 # 1 ms each
            """);
        Assert.True(RtcpPacket.TryParse(vector, out var packet));
        Assert.True(TransportCc.TryParse(packet, out var feedback));
        Assert.Equal([(0, 1_000), (13, 2_000), (14, 3_000), (15, 4_000)], Arrivals(feedback));
    }

    [Fact]
    public void Any_arrivals_come_back_in_quarter_milliseconds()
    {
        var random = new Random(9);
        var buffer = new byte[4096];
        for (var round = 0; round < 300; round++)
        {
            var now = random.NextInt64(1_000_000_000);
            var loss = random.NextDouble();
            var arrivals = Enumerable.Range(0, random.Next(1, 400))
                .Select(i => i > 0 && random.NextDouble() < loss ? NotReceived : Math.Max(0, now += random.Next(-5_000, 100_000)))
                .ToArray();
            var length = TransportCcWriter.Write(buffer, 1, 2, 65_400, 0, arrivals, out var consumed);
            Assert.Equal(arrivals.Length, consumed);
            Assert.True(RtcpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
            Assert.True(TransportCc.TryParse(packet, out var feedback));
            var expected = arrivals.Select((at, i) => ((ushort)(65_400 + i), at)).Where(pair => pair.at >= 0).Select(pair => ((int)pair.Item1, pair.at / 250 * 250));
            // The reference time has 24 bits and wraps about every twelve days, well beyond these.
            Assert.Equal(expected, Arrivals(feedback));
        }
    }

    [Fact]
    public void Stops_at_a_delta_that_does_not_fit()
    {
        TransportCcWriter.Write(new byte[64], 1, 2, 0, 0, [0, 9_000_000, 9_000_100], out var consumed);
        Assert.Equal(1, consumed);
    }

    [Fact]
    public void Stops_where_the_buffer_ends()
    {
        var buffer = new byte[40];
        var arrivals = Enumerable.Range(0, 100).Select(i => i * 1_000L).ToArray();
        var length = TransportCcWriter.Write(buffer, 1, 2, 0, 0, arrivals, out var consumed);
        Assert.InRange(length, 20, 40);
        Assert.InRange(consumed, 10, 20);
    }

    [Fact]
    public void A_run_is_measured_without_walking_it()
    {
        byte[] longestRuns = [.. Enumerable.Repeat(new StatusChunk(0x1FFF), 8).SelectMany(chunk => new[] { (byte)(chunk.Bits >> 8), (byte)chunk.Bits })];
        Assert.True(TransportCcEnumerator.IsComplete(longestRuns, 8 * 0x1FFF));
        Assert.False(TransportCcEnumerator.IsComplete(longestRuns, 8 * 0x1FFF + 1));
        Assert.Equal(0x1FFF * 2, new StatusChunk(0x5FFF).DeltaLength(0x1FFF));
        Assert.Equal(3, new StatusChunk(0b1011_0000_0000_0001).DeltaLength(14));
        Assert.Equal(2, new StatusChunk(0b1011_0000_0000_0001).DeltaLength(13));
        Assert.Equal(3, new StatusChunk(0b1101_1000_0000_0001).DeltaLength(6));
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(Vector, datagram =>
    {
        if (RtcpPacket.TryParse(datagram, out var packet) && TransportCc.TryParse(packet, out var feedback))
            Arrivals(feedback);
    });

    private static List<(int, long)> Arrivals(TransportCc feedback)
    {
        var arrivals = new List<(int, long)>();
        foreach (var status in feedback)
            if (status.Received)
                arrivals.Add((status.Sequence, status.ArrivalUs));
        return arrivals;
    }
}
