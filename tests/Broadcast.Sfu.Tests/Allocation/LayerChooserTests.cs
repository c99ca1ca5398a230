using Broadcast.Sfu.Allocation;

namespace Broadcast.Sfu.Tests.Allocation;

public sealed class LayerChooserTests
{
    private static readonly Viewing Voice = new() { IsVoice = true, Rates = Rates(0, 40), Most = Layer.Highest };
    private static readonly Viewing Camera = new() { Priority = 1, Rates = Rates(0, 60, 90, 150, 200, 300, 500, 600, 900, 1_500), Most = Layer.Highest };

    /// <summary>Half the pictures of a size come between all of the smaller size and all of it; a quarter only of the smallest.</summary>
    [Theory]
    [InlineData(59, -1, -1)]
    [InlineData(60, 0, 0)]
    [InlineData(149, 0, 1)]
    [InlineData(299, 0, 2)]
    [InlineData(300, 1, 1)]
    [InlineData(600, 1, 2)]
    [InlineData(900, 2, 1)]
    [InlineData(9_000, 2, 2)]
    public void A_picture_gets_the_best_layer_that_fits(int kbps, int spatial, int temporal) =>
        Assert.Equal([new Layer(spatial, temporal)], Choose(kbps, Camera));

    [Fact]
    public void Voices_are_never_paused()
    {
        Assert.Equal([new Layer(0, 0), Layer.Paused], Choose(10, Voice, Camera));
        Assert.Equal([new Layer(0, 0), new Layer(0, 0)], Choose(100, Voice, Camera));
    }

    [Fact]
    public void Everybody_has_a_picture_before_the_first_has_a_better_one()
    {
        var speaker = Camera with { Priority = 200 };
        Assert.Equal([new Layer(0, 1), new Layer(0, 0)], Choose(150, speaker, Camera));
        Assert.Equal([new Layer(2, 2), new Layer(0, 2)], Choose(1_700, speaker, Camera));
    }

    [Fact]
    public void Nobody_gets_more_than_they_want()
    {
        var small = Camera with { Most = new Layer(1, 1) };
        Assert.Equal([new Layer(1, 1)], Choose(9_000, small));
    }

    [Fact]
    public void What_is_not_sent_is_not_chosen()
    {
        var withoutMiddle = Camera with { Rates = Rates(0, 60, 90, 150, 0, 0, 0, 600, 900, 1_500) };
        Assert.Equal([new Layer(0, 2)], Choose(800, withoutMiddle));
        Assert.Equal([new Layer(2, 1)], Choose(1_000, withoutMiddle));
    }

    [Fact]
    public void The_next_step_is_the_least_one()
    {
        var layers = new Layer[1];
        Assert.Equal(150_000, LayerChooser.ChooseNext(90_000, double.PositiveInfinity, [Camera with { Chosen = new Layer(0, 1) }], layers));
        Assert.Equal(1_500_000, LayerChooser.ChooseNext(1_500_000, double.PositiveInfinity, [Camera with { Chosen = new Layer(2, 2) }], layers));
    }

    private static Layer[] Choose(int kbps, params Viewing[] viewings)
    {
        var layers = new Layer[viewings.Length];
        LayerChooser.Choose(kbps * 1_000, viewings, layers);
        return layers;
    }

    private static LayerRates Rates(int from, params int[] kbps)
    {
        var rates = new LayerRates();
        for (var i = 0; i < kbps.Length; i++)
            rates[from + i] = kbps[i] * 1_000;
        return rates;
    }
}
