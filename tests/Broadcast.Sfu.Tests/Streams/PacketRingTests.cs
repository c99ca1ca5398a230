using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class PacketRingTests
{
    private readonly VirtualClock clock = new();

    [Fact]
    public void Hands_out_what_was_put_in()
    {
        var ring = new PacketRing(8, 1000);
        Assert.True(Add(ring, 70_000, 100, keyFrame: true));
        Assert.True(ring.TryGet(clock.Now, 70_000, out var info, out var packet));
        Assert.Equal(Bytes(70_000, 100), packet.ToArray());
        Assert.True(info.IsKeyFrame);
        Assert.False(ring.TryGet(clock.Now, 69_999, out _, out _));
        Assert.Equal(70_000, ring.Highest);
    }

    [Fact]
    public void Refuses_duplicates_and_what_is_too_old()
    {
        var ring = new PacketRing(8, 1000);
        Assert.True(Add(ring, 100, 10));
        Assert.False(Add(ring, 100, 10));
        Assert.True(Add(ring, 99, 10));
        Assert.False(Add(ring, 92, 10));
        Assert.False(Add(ring, 101, 1001), "larger than the slab");
    }

    [Fact]
    public void Forgets_by_count_by_bytes_and_by_age()
    {
        var ring = new PacketRing(4, 100, maxAgeUs: 1_000_000);
        for (var sequence = 1; sequence <= 5; sequence++)
            Add(ring, sequence, 10);
        Assert.False(ring.TryGet(clock.Now, 1, out _, out _));
        Assert.True(ring.TryGet(clock.Now, 2, out _, out _));
        Add(ring, 6, 80);
        Assert.False(ring.TryGet(clock.Now, 3, out _, out _));
        Assert.True(ring.TryGet(clock.Now, 6, out _, out _));
        clock.AdvanceMilliseconds(1_001);
        Assert.False(ring.TryGet(clock.Now, 6, out _, out _));
    }

    [Fact]
    public void Never_hands_out_bytes_of_another_packet()
    {
        var random = new Random(3);
        var ring = new PacketRing(64, 10_000);
        for (var sequence = 1_000L; sequence < 20_000; sequence += random.Next(1, 4))
        {
            Add(ring, sequence, random.Next(12, 1_200));
            var asked = sequence - random.Next(80);
            if (ring.TryGet(clock.Now, asked, out var info, out var packet))
                Assert.True(packet.SequenceEqual(Bytes(asked, info.Length)));
        }
    }

    [Fact]
    public void Allocates_nothing_per_packet()
    {
        var ring = PacketRing.ForVideo();
        var packet = new byte[1_200];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sequence = 1; sequence <= 5_000; sequence++)
        {
            ring.TryAdd(new StoredPacketInfo(sequence, 0, clock.Now, 1_200, false, false), packet);
            ring.TryGet(clock.Now, sequence, out _, out _);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private bool Add(PacketRing ring, long sequence, int length, bool keyFrame = false) =>
        ring.TryAdd(new StoredPacketInfo(sequence, 0, clock.Now, (ushort)length, false, keyFrame), Bytes(sequence, length));

    private static byte[] Bytes(long sequence, int length)
    {
        var bytes = new byte[length];
        new Random((int)sequence).NextBytes(bytes);
        return bytes;
    }
}
