using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class SendHistoryTests
{
    private static readonly Instant Start = Instant.FromSeconds(1_000);
    private SendHistory history = new(512);

    [Fact]
    public void A_packet_is_found_once_with_what_it_was()
    {
        history.Add(Start, 65_535, 1_151, isProbe: false);
        history.Add(Start.AddMilliseconds(5), 0, 200, isProbe: true);

        var later = Start.AddMilliseconds(40_000);
        Assert.True(history.TryTake(later, 65_535, out var media));
        Assert.Equal((1_152, false), (media.Bytes, media.IsProbe));
        Assert.InRange(Start.Microseconds - media.SentUs, 0, 63);
        Assert.True(history.TryTake(later, 0, out var probe));
        Assert.Equal((200, true), (probe.Bytes, probe.IsProbe));
        Assert.InRange(probe.SentUs - media.SentUs, 4_937, 5_063);
        Assert.False(history.TryTake(later, 65_535, out _));
    }

    [Fact]
    public void What_was_not_sent_or_is_forgotten_is_not_found()
    {
        for (var i = 0; i < 600; i++)
            history.Add(Start, (ushort)i, 100, isProbe: false);

        Assert.False(history.TryTake(Start, 600, out _));
        Assert.False(history.TryTake(Start, 50, out _));
        Assert.False(history.TryTake(Start, 50_000, out _));
        Assert.True(history.TryTake(Start, 599, out _));
        Assert.True(history.TryTake(Start, 88, out _));
    }
}
