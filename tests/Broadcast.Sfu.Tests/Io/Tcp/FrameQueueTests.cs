using Broadcast.Sfu.Io.Tcp;

namespace Broadcast.Sfu.Tests.Io.Tcp;

public sealed class FrameQueueTests : IDisposable
{
    private readonly FrameQueue queue = new(capacity: 10);

    public void Dispose() => queue.Dispose();

    [Fact]
    public void Takes_a_packet_whole_or_not_at_all()
    {
        Assert.True(queue.TryAdd([1, 2, 3]));
        Assert.False(queue.TryAdd([4, 5, 6, 7]));
        Assert.True(queue.TryAdd([8, 9, 10]));

        Assert.Equal([0, 3, 1, 2, 3, 0, 3, 8, 9, 10], TakeAll());
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Goes_round()
    {
        for (byte i = 0; i < 50; i++)
        {
            Assert.True(queue.TryAdd([i, i, i]));
            Assert.Equal([0, 3, i], TakeAll(3));
            Assert.True(queue.TryAdd([i]));
            Assert.Equal([i, i, 0, 1, i], TakeAll());
        }
    }

    [Fact]
    public void Begins_with_the_rest_of_a_frame()
    {
        queue.AddRest([7, 8]);
        queue.TryAdd([9]);

        Assert.Equal([7, 8, 0, 1, 9], TakeAll());
    }

    private byte[] TakeAll(int atMost = int.MaxValue)
    {
        var taken = new List<byte>();
        while (!queue.IsEmpty && taken.Count < atMost)
        {
            var part = queue.Oldest[..Math.Min(queue.Oldest.Length, atMost - taken.Count)].ToArray();
            taken.AddRange(part);
            queue.Remove(part.Length);
        }
        return [.. taken];
    }
}
