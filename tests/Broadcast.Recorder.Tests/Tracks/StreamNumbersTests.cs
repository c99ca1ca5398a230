using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class StreamNumbersTests
{
    private readonly StreamNumbers numbers = new();

    [Fact]
    public void A_late_packet_keeps_its_place()
    {
        var first = Extend(65_534);
        Assert.Equal([first + 3, first + 1, first - 1], [Extend(1), Extend(65_535), Extend(65_533)]);
    }

    [Fact]
    public void A_number_from_far_back_begins_the_stream_anew()
    {
        var last = Extend(50_000);
        var next = numbers.Extend(20_000, out var isAnew);
        Assert.True(isAnew && next > last);
        Assert.Equal(next + 1, Extend(20_001));
    }

    [Fact]
    public void A_number_from_far_ahead_leaves_a_gap()
    {
        var last = Extend(10);
        Assert.Equal(last + 20_000, numbers.Extend(20_010, out var isAnew));
        Assert.False(isAnew);
    }

    private long Extend(ushort sequenceNumber) => numbers.Extend(sequenceNumber, out _);
}
