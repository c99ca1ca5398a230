using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class MaxIncomingBitrateTests
{
    private readonly VirtualClock clock = new();
    private readonly byte[] buffer = new byte[64];

    [Fact]
    public void Says_the_limit_once_a_second()
    {
        var limit = new MaxIncomingBitrate(2_000_000);
        var length = limit.Write(clock.Now, 1, [7], buffer);
        Assert.True(RtcpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
        Assert.True(ReceiverEstimatedMaxBitrate.TryParse(packet, out var remb));
        Assert.InRange(remb.Bitrate, 1_999_990, 2_000_000);
        Assert.Equal(7u, remb[0]);
        Assert.Equal(0, limit.Write(clock.Now, 1, [7], buffer));
        clock.AdvanceMilliseconds(1_000);
        Assert.Equal(24, limit.Write(clock.Now, 1, [7], buffer));
    }

    [Fact]
    public void Without_a_limit_it_is_silent()
    {
        var limit = new MaxIncomingBitrate(0);
        Assert.Equal(0, limit.Write(clock.Now, 1, [7], buffer));
        Assert.Equal(Instant.Never, limit.NextTimeout);
    }
}
