using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Routing;

public sealed class TimerHeapTests
{
    private sealed class Probe : TimerNode
    {
        public override void OnTimeout(Instant now, SendBatch output)
        {
        }

        public override void CloseUnasked(Instant now, string reason, SendBatch output)
        {
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hands_out_timers_in_order_whatever_was_moved_or_cleared(int seed)
    {
        var random = new Random(seed);
        var heap = new TimerHeap();
        var nodes = Enumerable.Range(0, 500).Select(_ => new Probe()).ToArray();
        for (var i = 0; i < 5_000; i++)
        {
            var node = nodes[random.Next(nodes.Length)];
            heap.Set(node, random.Next(10) == 0 ? Instant.Never : new Instant(random.Next(1_000)));
        }
        var expected = nodes.Where(node => node.Due != Instant.Never).Select(node => node.Due).Order().ToList();

        Assert.Equal(expected.Count, heap.Count);
        foreach (var due in expected)
        {
            Assert.Equal(due, heap.NextDue);
            Assert.NotNull(heap.TakeDue(due));
        }
        Assert.Equal(Instant.Never, heap.NextDue);
    }

    [Fact]
    public void Hands_out_nothing_before_it_is_due()
    {
        var heap = new TimerHeap();
        heap.Set(new Probe(), new Instant(10));
        Assert.Null(heap.TakeDue(new Instant(9)));
        Assert.NotNull(heap.TakeDue(new Instant(10)));
        Assert.Null(heap.TakeDue(new Instant(10)));
    }

    [Fact]
    public void Moves_a_timer_only_forward_when_asked_for_no_later_than()
    {
        var heap = new TimerHeap();
        var probe = new Probe();
        heap.SetNoLaterThan(probe, new Instant(10));
        heap.SetNoLaterThan(probe, new Instant(20));
        Assert.Equal(new Instant(10), heap.NextDue);
        heap.SetNoLaterThan(probe, new Instant(5));
        Assert.Equal(new Instant(5), heap.NextDue);
    }
}
