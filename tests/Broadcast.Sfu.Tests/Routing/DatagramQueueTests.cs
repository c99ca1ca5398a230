using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Routing;

public sealed class DatagramQueueTests
{
    [Fact]
    public void Datagrams_come_out_as_they_went_in_over_many_rounds()
    {
        var queue = new DatagramQueue(bytes: 4_096);
        var random = new Random(1);
        var waiting = new Queue<byte[]>();
        for (var i = 0; i < 10_000; i++)
        {
            var datagram = new byte[random.Next(1, 1_500)];
            random.NextBytes(datagram);
            if (queue.TryWrite(datagram))
                waiting.Enqueue(datagram);
            if (random.Next(2) == 0 && queue.TryPeek(out var read))
            {
                Assert.Equal(waiting.Dequeue(), read.ToArray());
                queue.Advance();
            }
        }
        Assert.Equal(waiting.Count == 0, queue.IsEmpty);
    }

    [Fact]
    public void A_full_queue_takes_no_more_until_something_was_read()
    {
        var queue = new DatagramQueue(bytes: 1_024);
        Assert.True(queue.TryWrite(new byte[500]));
        Assert.True(queue.TryWrite(new byte[500]));
        Assert.False(queue.TryWrite(new byte[100]));
        Assert.True(queue.TryPeek(out _));
        queue.Advance();
        Assert.True(queue.TryWrite(new byte[100]));
    }

    [Fact]
    public void The_reader_is_woken_once_for_all_that_was_written()
    {
        var wakes = 0;
        var queue = new DatagramQueue { WakeReader = () => wakes++ };
        queue.TryWrite(new byte[10]);
        queue.TryWrite(new byte[10]);
        queue.Announce();
        queue.Announce();
        Assert.Equal(1, wakes);
    }

    [Fact]
    public async Task A_writer_and_a_reader_on_two_threads_agree()
    {
        const int Datagrams = 200_000;
        var queue = new DatagramQueue(bytes: 1 << 14);
        var writer = Task.Run(() =>
        {
            Span<byte> datagram = stackalloc byte[200];
            for (var i = 0; i < Datagrams;)
            {
                BitConverter.TryWriteBytes(datagram, i);
                if (queue.TryWrite(datagram[..(4 + i % 150)]))
                    i++;
            }
        });
        for (var i = 0; i < Datagrams;)
        {
            if (!queue.TryPeek(out var datagram))
                continue;
            Assert.Equal((i, 4 + i % 150), (BitConverter.ToInt32(datagram), datagram.Length));
            queue.Advance();
            i++;
        }
        await writer;
    }
}
