using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class NackGeneratorTests
{
    private readonly VirtualClock clock = new();
    private readonly NackGenerator nack = new(new NackOptions { InitialRoundTripUs = 50_000, MaxGaps = 64 });

    [Fact]
    public void Asks_for_a_gap_once_it_outlives_the_reordering_window()
    {
        Receive(100, 102);
        Assert.Empty(Collect());
        clock.AdvanceMilliseconds(5);
        Assert.Equal([101], Collect());
        Assert.Empty(Collect());
    }

    [Fact]
    public void Does_not_ask_for_what_is_merely_reordered()
    {
        Receive(100, 102);
        Assert.True(nack.OnPacket(clock.Now, 101, false));
        clock.AdvanceMilliseconds(100);
        Assert.Empty(Collect());
        Assert.Equal(Instant.Never, nack.NextTimeout);
    }

    [Fact]
    public void Asks_again_once_per_round_trip()
    {
        Receive(100, 102);
        clock.AdvanceMilliseconds(5);
        Assert.Equal([101], Collect());
        clock.AdvanceMilliseconds(49);
        Assert.Empty(Collect());
        clock.AdvanceMilliseconds(1);
        Assert.Equal([101], Collect());
    }

    [Fact]
    public void Gives_up_after_its_tries_and_asks_for_a_key_frame()
    {
        Receive(100, 102);
        Assert.Equal(10, CountRequests());
        Assert.Equal((1, 0), (nack.Lost, nack.Missing));
        Assert.True(nack.TakeKeyFrameNeeded());
        Assert.False(nack.TakeKeyFrameNeeded());
    }

    [Fact]
    public void Tries_less_hard_before_a_key_frame_and_needs_no_other()
    {
        Receive(100, 102);
        nack.OnPacket(clock.Now, 103, isKeyFrame: true);
        Assert.Equal(3, CountRequests());
        Assert.Equal(1, nack.Lost);
        Assert.False(nack.TakeKeyFrameNeeded());
    }

    [Fact]
    public void A_burst_beyond_its_bounds_is_given_up_at_once()
    {
        Receive(100, 200);
        Assert.Equal((99, 0), (nack.Lost, nack.Missing));
        Assert.True(nack.TakeKeyFrameNeeded());
        Assert.Equal(Instant.Never, nack.NextTimeout);
    }

    [Fact]
    public void What_does_not_fit_stays_due()
    {
        Receive(65_534, 65_539);
        clock.AdvanceMilliseconds(5);
        Span<ushort> two = stackalloc ushort[2];
        Assert.Equal(2, nack.Collect(clock.Now, two));
        Assert.Equal([65_535, 0], two.ToArray());
        Assert.Equal(2, nack.Collect(clock.Now, two));
        Assert.Equal([1, 2], two.ToArray());
    }

    [Fact]
    public void Learns_the_round_trip_from_answers()
    {
        for (var sequence = 100L; sequence < 400; sequence += 2)
        {
            Receive(sequence, sequence + 2);
            clock.AdvanceMilliseconds(5);
            Collect();
            clock.AdvanceMilliseconds(30);
            nack.OnPacket(clock.Now, sequence + 1, false);
        }
        Assert.InRange(nack.RoundTripUs, 29_000, 31_000);
    }

    [Fact]
    public void Allocates_nothing_per_packet()
    {
        Span<ushort> lost = stackalloc ushort[64];
        nack.OnPacket(clock.Now, 1_000, false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sequence = 1_002L; sequence < 10_000; sequence += 2)
        {
            clock.AdvanceMilliseconds(10);
            nack.OnPacket(clock.Now, sequence, false);
            nack.Collect(clock.Now, lost);
            nack.OnPacket(clock.Now, sequence - 1, false);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void Receive(params long[] sequences)
    {
        foreach (var sequence in sequences)
            nack.OnPacket(clock.Now, sequence, false);
    }

    private ushort[] Collect()
    {
        var lost = new ushort[64];
        return lost[..nack.Collect(clock.Now, lost)];
    }

    private int CountRequests()
    {
        var requests = 0;
        while (clock.AdvanceToNext(Instant.Never, nack.NextTimeout))
            requests += Collect().Length;
        return requests;
    }
}
