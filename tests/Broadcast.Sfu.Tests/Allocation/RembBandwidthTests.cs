using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Allocation;

public sealed class RembBandwidthTests
{
    private static readonly Layer Small = new(0, 2);
    private static readonly Layer Middle = new(1, 2);

    private readonly RembBandwidth bandwidth = new();
    private readonly Viewing[] viewings =
    [
        new Viewing { IsVoice = true, Rates = Rates(40_000), Most = Layer.Highest, Chosen = new Layer(0, 0) },
        new Viewing { Number = 1, Priority = 1, Rates = Rates(60_000, 90_000, 150_000, 0, 0, 600_000), Most = Layer.Highest, Chosen = Small },
    ];

    private Instant now = new(1_000_000);

    [Theory]
    [InlineData(0, false)]
    [InlineData(4_999, false)]
    [InlineData(5_000, true)]
    [InlineData(1_000_000_000, true)]
    [InlineData(1_000_000_001, false)]
    [InlineData(long.MaxValue, false)]
    public void A_word_is_believed_between_what_carries_nothing_and_what_nobody_has(long bps, bool isPlausible) =>
        Assert.Equal(isPlausible, RembBandwidth.IsPlausible(bps));

    [Fact]
    public void Until_the_first_word_the_smallest_picture_stays_and_then_the_least_of_it()
    {
        Run(7_000);
        Assert.Equal(Small, viewings[1].Chosen);
        Run(2_000);
        Assert.Equal(new Layer(0, 0), viewings[1].Chosen);
    }

    [Fact]
    public void The_word_bounds_what_is_chosen()
    {
        Say(704_000);
        Assert.Equal(Middle, viewings[1].Chosen);
        Say(650_000);
        Assert.Equal(Middle, viewings[1].Chosen);
        Say(300_000);
        Assert.Equal(Small, viewings[1].Chosen);
        Say(120_000);
        Assert.Equal(new Layer(0, 0), viewings[1].Chosen);
    }

    [Fact]
    public void What_does_not_fit_is_paused_and_sound_never()
    {
        PauseThePicture();
        Assert.Equal([new Layer(0, 0), Layer.Paused], viewings.Select(viewing => viewing.Chosen));
    }

    [Fact]
    public void A_paused_picture_is_sent_again_so_that_the_word_can_rise()
    {
        PauseThePicture();
        for (var second = 0; second < 6; second++)
            Say(50_000, canProbe: false);
        Assert.Equal(new Layer(0, 0), viewings[1].Chosen);
        for (var word = 60_000.0; word < 100_000; word *= 1.08)
            Say((long)word);
        Assert.NotEqual(Layer.Paused, viewings[1].Chosen);
    }

    [Fact]
    public void A_picture_that_is_sent_again_is_paused_when_the_word_does_not_rise()
    {
        PauseThePicture();
        for (var second = 0; second < 6; second++)
            Say(50_000, canProbe: false);
        Assert.NotEqual(Layer.Paused, viewings[1].Chosen);
        for (var second = 0; second < 4; second++)
            Say(50_000, canProbe: false);
        Assert.Equal(Layer.Paused, viewings[1].Chosen);
    }

    [Fact]
    public void A_word_that_stands_still_is_helped_by_as_much_as_the_next_layer_takes()
    {
        Say(240_000);
        Assert.Equal(0, Padding(200));
        Say(240_000);
        Assert.InRange(Padding(1_000) * 8, 450_000, 530_000);
    }

    [Fact]
    public void A_word_that_falls_ends_the_help_for_a_while()
    {
        Say(285_000);
        Assert.InRange(Padding(500), 1, int.MaxValue);
        Say(240_000);
        Assert.Equal(Small, viewings[1].Chosen);
        Assert.Equal(0, Padding(4_000));
    }

    [Fact]
    public void A_first_word_that_rises_is_waited_for()
    {
        for (var word = 150_000.0; word < 300_000; word *= 1.08)
            Say((long)word);
        Assert.Equal(Small, viewings[1].Chosen);
    }

    private void PauseThePicture()
    {
        for (var second = 0; second < 4; second++)
            Say(50_000);
    }

    private void Say(long bps, bool canProbe = true)
    {
        if (bandwidth.OnEstimate(now, bps))
            bandwidth.Choose(now, double.PositiveInfinity, canProbe, viewings);
        Run(1_000, canProbe);
    }

    private void Run(int milliseconds, bool canProbe = true) => Padding(milliseconds, canProbe);

    /// <returns>Bytes sent beside the media.</returns>
    private int Padding(int milliseconds, bool canProbe = true)
    {
        var bytes = 0;
        for (var end = now.AddMilliseconds(milliseconds); now < end; now = now.AddMilliseconds(10))
        {
            if (now < bandwidth.NextTimeout)
                continue;
            bandwidth.Choose(now, double.PositiveInfinity, canProbe, viewings);
            bytes += bandwidth.TakeProbeBytes(now);
        }
        return bytes;
    }

    private static LayerRates Rates(params int[] rates)
    {
        var all = new LayerRates();
        for (var i = 0; i < rates.Length; i++)
            all[i / LayerRates.MaxTemporal, i % LayerRates.MaxTemporal] = rates[i];
        return all;
    }
}
