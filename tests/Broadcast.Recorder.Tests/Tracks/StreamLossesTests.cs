using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class StreamLossesTests
{
    [Fact]
    public void Says_what_is_missing_and_since_when()
    {
        var losses = After(10, 11, 15, 16, 20);
        Assert.Equal([new PacketGap(12, 14, 15), new PacketGap(17, 19, 20)], losses.Gaps);
        Assert.Equal(0, losses.Recovered);
    }

    [Fact]
    public void What_comes_late_is_recovered_and_leaves_what_is_still_missing()
    {
        var losses = After(10, 15, 12, 11, 14);
        Assert.Equal([new PacketGap(13, 13, 15)], losses.Gaps);
        Assert.Equal(3, losses.Recovered);
    }

    [Fact]
    public void A_packet_that_comes_twice_is_not_recovered_twice() => Assert.Equal(1, After(10, 12, 11, 11, 12).Recovered);

    [Fact]
    public void What_was_not_to_be_recorded_is_not_missing()
    {
        var losses = After(10, 12);
        losses.Interrupt();
        losses.OnPacket(11, ns: 13);
        losses.OnPacket(20, ns: 20);
        losses.OnPacket(22, ns: 22);
        Assert.Equal([new PacketGap(21, 21, 22)], losses.Gaps);
        Assert.Equal((5, 1), (losses.Received, losses.Missing));
    }

    private static StreamLosses After(params long[] sequences)
    {
        var losses = new StreamLosses();
        foreach (var sequence in sequences)
            losses.OnPacket(sequence, ns: sequence);
        return losses;
    }
}
