using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class ReferenceTimesTests
{
    private static readonly byte[] Both = Hex.Parse("""
        80 CF 00 08       # XR
        00 00 00 07       # sender
        04 00 00 02       # receiver reference time
        00 00 00 10  80 00 00 00
        05 00 00 03       # delay since the last one
        00 00 00 09       # the remote
        00 11 22 33       # its time
        00 01 00 00       # a second ago
        """);

    [Fact]
    public void Round_trip()
    {
        Assert.True(RtcpPacket.TryParse(Both, out var packet));
        Assert.True(ReferenceTimes.TryParse(packet, out var times));
        Assert.Equal(new ReferenceTimes(7, new NtpTime(0x10_8000_0000), 9, 0x0011_2233, 65_536), times);
        var written = new byte[ReferenceTimes.Length];
        Assert.Equal(Both.Length, times.Write(written));
        Assert.Equal(Both, written);
    }

    [Fact]
    public void Blocks_of_other_types_are_passed_over()
    {
        byte[] more = [.. Both[..8], .. Hex.Parse("07 00 00 01  01 02 03 04"), .. Both[8..]];
        more[3] += 2;

        Assert.True(RtcpPacket.TryParse(more, out var packet));
        Assert.True(ReferenceTimes.TryParse(packet, out var times));
        Assert.Equal(9u, times.AnsweredSsrc);
    }

    [Fact]
    public void Without_the_sender_s_time_it_is_refused()
    {
        byte[] less = [.. Both[..8], .. Both[20..]];
        less[3] -= 3;

        Assert.True(RtcpPacket.TryParse(less, out var packet));
        Assert.False(ReferenceTimes.TryParse(packet, out _));
    }

    [Fact]
    public void No_bytes_do_any_harm() => Hostile.Feed(Both, datagram =>
    {
        if (RtcpPacket.TryParse(datagram, out var packet))
            ReferenceTimes.TryParse(packet, out _);
    });
}
