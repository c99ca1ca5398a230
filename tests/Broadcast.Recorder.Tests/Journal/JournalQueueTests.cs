using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalQueueTests
{
    [Fact]
    public void Hands_over_records_in_order_round_and_round_the_ring()
    {
        var queue = new JournalQueue(QueueMemory.Private(1 << 20));
        var random = new Random(3);
        var payload = new byte[3_000];
        long taken = 0;
        for (long number = 0; number < 20_000; number++)
        {
            var header = new JournalRecordHeader(random.Next(payload.Length), JournalRecordType.Rtp, JournalRecordFlags.None, 1, number);
            Assert.True(queue.TryAppend(header, payload.AsSpan(0, header.Length), urgent: false));
            if (number % 100 == 99)
                taken = TakeAll(queue, taken);
        }
        Assert.Equal(20_000, taken);
    }

    [Fact]
    public void Refuses_packets_before_it_refuses_what_describes_them()
    {
        var queue = new JournalQueue(QueueMemory.Private(1 << 20));
        var packet = new JournalRecordHeader(1_000, JournalRecordType.Rtp, JournalRecordFlags.None, 1, 0);
        while (queue.TryAppend(packet, new byte[1_000], urgent: false))
        {
        }
        Assert.True(queue.TryAppend(packet with { Type = JournalRecordType.TrackAdded }, new byte[1_000], urgent: true));
        Assert.False(queue.TryAppend(packet, new byte[1_000], urgent: false));
    }

    private static long TakeAll(JournalQueue queue, long expected)
    {
        for (var record = queue.Peek(); !record.IsEmpty; record = queue.Peek())
        {
            Assert.True(JournalRecordHeader.TryRead(record, out var header));
            Assert.Equal(expected++, header.ArrivalNs);
            queue.Advance(record.Length);
        }
        queue.Release();
        return expected;
    }
}
