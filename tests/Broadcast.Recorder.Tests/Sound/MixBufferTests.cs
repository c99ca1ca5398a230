using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Tests.Sound;

public sealed class MixBufferTests
{
    private readonly MixBuffer mix = new(start: 100);

    [Fact]
    public void Voices_are_added_where_they_lie()
    {
        mix.Add(101, [1, 2, 3, 4]);
        mix.Add(102, [10, 20, 30, 40]);
        Assert.Equal([0, 0, 1, 2, 13, 24, 30, 40], Take(4));
        Assert.Equal(104, mix.Start);
    }

    [Fact]
    public void What_comes_too_late_is_cut_off()
    {
        Take(2);
        mix.Add(101, [1, 2, 3, 4]);
        Assert.Equal([3, 4], Take(1));
    }

    [Fact]
    public void Nothing_is_heard_twice_when_the_ring_comes_round()
    {
        mix.Add(mix.End - 1, [5, 6, 7, 8]);
        mix.Add(long.MaxValue / 2, [9, 9]);
        mix.Add(long.MinValue / 2, [9, 9]);
        var whole = Take((int)(mix.End - mix.Start));
        Assert.Equal([5, 6], whole[^2..]);
        Assert.Equal(11, whole.Sum());
        Assert.All(Take(1_000), sample => Assert.Equal(0, sample));
    }

    private float[] Take(int samples)
    {
        var frame = new float[2 * samples];
        mix.Take(frame);
        return frame;
    }
}
