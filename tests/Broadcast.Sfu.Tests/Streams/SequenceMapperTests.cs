using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class SequenceMapperTests
{
    private readonly VirtualClock clock = new();
    private readonly SequenceMapper mapper = new(65_533, clockRate: 90_000);

    [Fact]
    public void Starts_at_its_own_number_and_runs_across_the_wrap()
    {
        Assert.Equal([65_533, 65_534, 65_535, 0, 1], Map(100, 101, 102, 103, 104));
        AssertReverse(0, 103);
        AssertReverse(65_533, 100);
        Assert.False(mapper.TryReverse(2, out _), "not sent yet");
    }

    [Fact]
    public void Numbers_that_are_left_out_are_nobody_s()
    {
        Map(100, 101);
        mapper.ResumeAt(500, skipped: 1_000);
        Assert.Equal([999, 1_000], Map(500, 501));
        AssertReverse(65_534, 101);
        AssertReverse(999, 500);
        Assert.False(mapper.TryReverse(400, out _), "left out");
    }

    [Fact]
    public void Closes_the_gap_of_a_pause()
    {
        Map(100, 101);
        mapper.ResumeAt(500);
        Assert.Equal([65_535, 0], Map(500, 501));
        AssertReverse(65_534, 101);
        AssertReverse(65_535, 500);
        Assert.False(TryMap(300, out _), "from within the pause");
    }

    [Fact]
    public void A_late_packet_from_before_the_pause_keeps_its_number()
    {
        Map(100, 103);
        mapper.ResumeAt(500);
        Map(500);
        Assert.Equal([65_534], Map(101));
    }

    [Fact]
    public void Closes_up_after_dropped_packets()
    {
        Map(100);
        mapper.Drop(101);
        mapper.Drop(102);
        Assert.Equal([65_534], Map(103));
        mapper.Drop(104);
        Assert.Equal([65_535], Map(105));
        Assert.False(TryMap(101, out _));
        AssertReverse(65_534, 103);
    }

    [Fact]
    public void A_drop_ahead_of_missing_packets_leaves_them_their_numbers()
    {
        Map(100);
        mapper.Drop(103);
        Assert.Equal([0], Map(104));
        Assert.Equal([65_534, 65_535], Map(101, 102));
    }

    [Fact]
    public void Another_source_continues_in_number_and_time()
    {
        mapper.SwitchTo(clock.Now, source: 1, 100, 5_000);
        Map(100);
        clock.AdvanceMilliseconds(100);
        mapper.SwitchTo(clock.Now, source: 2, 9_000, 777_777);
        Assert.True(mapper.TryMap(clock.Now, 9_000, 777_777, out var numbers));
        Assert.Equal(65_534, numbers.Sequence);
        Assert.Equal(Timestamp(100) + 9_000u, numbers.Timestamp);
        Assert.True(mapper.TryReverse(65_533, out var sent));
        Assert.Equal(new MappedPacket(1, 100, 0, default), sent);
        Assert.True(mapper.TryReverse(65_534, out sent));
        Assert.Equal(new MappedPacket(2, 9_000, Timestamp(100) + 9_000u - 777_777, default), sent);
    }

    [Fact]
    public void Another_source_is_carried_over_by_its_clock_where_that_is_known()
    {
        mapper.SwitchTo(clock.Now, source: 1, 100, Timestamp(100));
        Map(100);
        clock.AdvanceMilliseconds(100);
        // Its frame is of 90 ms after the last one, whenever it came.
        mapper.SwitchTo(clock.Now, source: 2, 9_000, 777_777, ahead: Timestamp(100) + 8_100 - 777_777);

        Assert.Equal(Timestamp(100) + 8_100, TimestampOf(9_000, 777_777));
    }

    [Fact]
    public void A_clock_that_is_far_from_the_time_that_passed_is_not_believed()
    {
        mapper.SwitchTo(clock.Now, source: 1, 100, Timestamp(100));
        Map(100);
        clock.AdvanceMilliseconds(100);
        mapper.SwitchTo(clock.Now, source: 2, 9_000, 777_777, ahead: Timestamp(100) + 10 * 90_000 - 777_777);

        Assert.Equal(Timestamp(100) + 9_000, TimestampOf(9_000, 777_777));
    }

    [Fact]
    public void Frames_from_before_the_last_one_are_squeezed_in_after_it_until_time_has_caught_up()
    {
        mapper.SwitchTo(clock.Now, source: 1, 100, Timestamp(100));
        Map(100);
        clock.AdvanceMilliseconds(5);
        var ahead = Timestamp(100) - 777_777;
        mapper.SwitchTo(clock.Now, source: 2, 9_000, 777_777 - 3_000, ahead);

        // The frame before, of two packets; the same frame; the one after.
        Assert.Equal(Timestamp(100) + 90, TimestampOf(9_000, 774_777));
        Assert.Equal(Timestamp(100) + 90, TimestampOf(9_001, 774_777));
        Assert.Equal(Timestamp(100) + 180, TimestampOf(9_002, 777_777));
        Assert.Equal(Timestamp(100) + 3_000, TimestampOf(9_003, 780_777));
        Assert.Equal(Timestamp(100) + 6_000, TimestampOf(9_004, 783_777));
        Assert.Equal(Timestamp(100) - 777_777, mapper.TimestampOffset);

        // A retransmission of the first has the time that the first had.
        Assert.True(mapper.TryReverse(65_535, out var sent));
        Assert.Equal((9_001, Timestamp(100) + 90), (sent.Sequence, 774_777 + sent.TimestampOffset));
    }

    [Fact]
    public void Picture_numbers_are_remembered_with_the_others()
    {
        mapper.SwitchTo(clock.Now, source: 1, 100, 0);
        Map(100);
        mapper.Drop(101, pictures: 1);
        Map(102);
        mapper.SwitchTo(clock.Now, source: 2, 9_000, 0, picture: new PictureOffset(7, 3));
        Map(9_000);

        Assert.True(mapper.TryReverse(65_533, out var first));
        Assert.True(mapper.TryReverse(65_534, out var second));
        Assert.True(mapper.TryReverse(65_535, out var third));
        Assert.Equal([default, new PictureOffset(ushort.MaxValue, 0), new PictureOffset(7, 3)], [first.Picture, second.Picture, third.Picture]);
    }

    [Fact]
    public void Two_seconds_of_a_dropped_temporal_layer_can_be_asked_for()
    {
        for (var sequence = 1_000L; sequence < 1_120; sequence += 2)
        {
            Map(sequence);
            mapper.Drop(sequence + 1);
        }

        AssertReverse(unchecked((ushort)(65_533 + 10)), 1_020);
    }

    private uint TimestampOf(long sequence, uint timestamp)
    {
        Assert.True(mapper.TryMap(clock.Now, sequence, timestamp, out var numbers));
        return numbers.Timestamp;
    }

    [Fact]
    public void Output_is_continuous_and_reversible_whatever_is_left_out()
    {
        var random = new Random(11);
        ushort expected = 65_533;
        var sent = new Dictionary<ushort, long>();
        for (var sequence = 1_000L; sequence < 5_000; sequence++)
        {
            if (random.Next(10) == 0)
            {
                mapper.Drop(sequence);
                continue;
            }
            if (random.Next(50) == 0)
                mapper.ResumeAt(sequence += random.Next(1, 100));
            Assert.Equal([expected], Map(sequence));
            sent[expected++] = sequence;
            var back = (ushort)(expected - 1 - random.Next(10));
            if (sent.TryGetValue(back, out var original))
                AssertReverse(back, original);
        }
    }

    private static uint Timestamp(long sequence) => (uint)sequence * 3_000;

    private int[] Map(params long[] sequences) => sequences.Select(sequence =>
    {
        Assert.True(TryMap(sequence, out var outgoing));
        return (int)outgoing;
    }).ToArray();

    private bool TryMap(long sequence, out ushort outgoing)
    {
        var isMapped = mapper.TryMap(clock.Now, sequence, Timestamp(sequence), out var numbers);
        outgoing = numbers.Sequence;
        return isMapped;
    }

    private void AssertReverse(ushort outgoing, long expected)
    {
        Assert.True(mapper.TryReverse(outgoing, out var sent));
        Assert.Equal(expected, sent.Sequence);
    }
}
