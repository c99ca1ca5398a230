using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class TransportCcFeedbackGeneratorTests
{
    private readonly VirtualClock clock = new();
    private readonly TransportCcFeedbackGenerator generator = new();
    private readonly byte[] buffer = new byte[1_200];

    [Fact]
    public void Reports_each_packet_once_a_tenth_of_a_second_after_the_first()
    {
        Receive(65_534, 65_535, 1);
        Assert.Equal(0, generator.Write(clock.Now, 1, 2, buffer));
        clock.AdvanceMilliseconds(100);
        Assert.Equal([(65_534, true), (65_535, true), (0, false), (1, true)], Report());
        Assert.Empty(Report());
        Assert.Equal(Instant.Never, generator.NextTimeout);
    }

    [Fact]
    public void A_reordered_packet_is_reported_in_its_place()
    {
        Receive(10, 12, 11);
        clock.AdvanceMilliseconds(100);
        Assert.Equal([(10, true), (11, true), (12, true)], Report());
    }

    [Fact]
    public void What_was_reported_missing_is_not_reported_again()
    {
        Receive(10, 12);
        clock.AdvanceMilliseconds(100);
        Report();
        Receive(11, 13);
        clock.AdvanceMilliseconds(100);
        Assert.Equal([(13, true)], Report());
    }

    [Fact]
    public void Every_packet_of_a_busy_lossy_wrapping_stream_is_reported_once_with_its_arrival()
    {
        var random = new Random(5);
        var arrived = new List<(int, long)>();
        var reported = new List<(int, long)>();
        for (var i = 0; i < 100_000; i++)
        {
            clock.AdvanceMilliseconds(random.Next(2));
            if (random.Next(20) != 0)
            {
                generator.OnPacket(clock.Now, (ushort)i);
                arrived.Add(((ushort)i, clock.Now.Microseconds / 1_000));
            }
            if (clock.Now >= generator.NextTimeout)
                reported.AddRange(ReadAll().Where(status => status.Received).Select(status => ((int)status.Sequence, status.ArrivalUs / 1_000)));
        }
        Assert.Equal(arrived.Take(reported.Count), reported);
        Assert.InRange(arrived.Count - reported.Count, 0, 300);
    }

    [Fact]
    public void A_jump_of_the_numbers_does_not_blow_up_the_log()
    {
        Receive(0, 30_000);
        clock.AdvanceMilliseconds(100);
        Assert.Equal([(30_000, true)], Report());
    }

    [Fact]
    public void Allocates_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            generator.OnPacket(clock.Now, (ushort)i);
            clock.AdvanceMilliseconds(1);
            generator.Write(clock.Now, 1, 2, buffer);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void Receive(params ushort[] sequences)
    {
        foreach (var sequence in sequences)
            generator.OnPacket(clock.Now, sequence);
    }

    private List<(int, bool)> Report() => ReadAll().ConvertAll(status => ((int)status.Sequence, status.Received));

    private List<PacketStatus> ReadAll()
    {
        var statuses = new List<PacketStatus>();
        while (generator.Write(clock.Now, 1, 2, buffer) is > 0 and var length)
        {
            Assert.True(RtcpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
            Assert.True(TransportCc.TryParse(packet, out var feedback));
            foreach (var status in feedback)
                statuses.Add(status);
        }
        return statuses;
    }
}
