using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class QueueTraceTests
{
    private const long Slot = QueueTrace.SlotUs;

    private QueueTrace trace;

    [Fact]
    public void A_queue_is_known_for_the_time_that_its_packets_were_sent_at()
    {
        trace.Add(50 * Slot, 12_300);
        trace.Add(51 * Slot + 40_000, 45_600);

        Assert.True(trace.TryGet(50, out var before) && trace.TryGet(51, out var after) && (before, after) == (12_300, 45_600));
    }

    [Theory]
    [InlineData(51)]
    [InlineData(53)]
    [InlineData(36)]
    public void Nothing_is_known_of_a_time_that_was_left_out_is_to_come_or_has_long_passed(long slot)
    {
        trace.Add(36 * Slot, 1_000);
        trace.Add(50 * Slot, 1_000);
        trace.Add(52 * Slot, 1_000);

        Assert.False(trace.TryGet(slot, out _));
    }

    [Fact]
    public void What_is_reported_late_changes_nothing()
    {
        trace.Add(50 * Slot, 1_000);
        trace.Add(49 * Slot, 9_000);

        Assert.False(trace.TryGet(49, out _));
        Assert.Equal(50, trace.Newest);
    }
}
