using Broadcast.TestNetwork.Cases;
using Broadcast.TestNetwork.Links;

namespace Broadcast.Sfu.Tests.Network;

/// <summary>A short form of <c>make bench-network</c>: what it has to show at least.</summary>
public sealed class NetworkCaseTests
{
    [Theory]
    [InlineData("5.1", 0.7)]
    [InlineData("5.4", 0.45)]
    [InlineData("cliff", 0.9)]
    [InlineData("lift", 0.75)]
    [InlineData("Wi-Fi", 0.75)]
    [InlineData("loss 5", 0.85)]
    public void Most_of_the_time_viewers_have_the_layer_that_an_oracle_would_choose(string name, double least)
    {
        var network = Rfc8867.Cases.Concat(OwnCases.Cases).Concat(OwnCases.RandomLoss).Single(candidate => candidate.Name.StartsWith(name, StringComparison.Ordinal));

        Assert.InRange(CaseRun.Play(network, seed: 1).CorrectLayer, least, 1);
    }

    /// <summary>Those at one worker know of each other by their queues.</summary>
    [Theory]
    [InlineData("5.4", 0.9)]
    [InlineData("5.5", 0.9)]
    [InlineData("5.8", 0.88)]
    public void Several_behind_one_link_have_the_layers_that_an_oracle_would_choose(string name, double least) =>
        Assert.InRange(CaseRun.Play(Rfc8867.Several.Single(network => network.Name.StartsWith(name, StringComparison.Ordinal)), seed: 1).CorrectLayer, least, 1);

    /// <summary>The address is one, but the links are not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Households_behind_one_translated_address_are_served_as_if_they_had_addresses_of_their_own(int seed)
    {
        var together = CaseRun.Play(OwnCases.AddressTranslation, seed);
        var apart = CaseRun.Play(OwnCases.AddressTranslation with { Neighbours = Neighbours.Unknown }, seed);

        Assert.InRange(together.CorrectLayer, apart.CorrectLayer - 0.04, 1);
    }

    /// <summary>Its tokens let short trains through whatever it carries: only probes tell that it carries more again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Behind_a_shaper_the_largest_picture_is_back_soon_after_the_link_is(int seed)
    {
        var flow = CaseRun.Play(OwnCases.Cases.Single(network => network.Name == "shaper"), seed).Flows[0];
        var back = flow.First(moment => moment.Second > 90 && moment.SentBps >= moment.OracleBps);

        Assert.InRange(back.Second - 90, 0, 10);
        Assert.All(flow.Where(moment => moment.Second > back.Second + 1), moment => Assert.Equal(moment.OracleBps, moment.SentBps));
    }

    [Fact]
    public void The_same_seed_gives_the_same_course()
    {
        var (first, second) = (CaseRun.Play(OwnCases.Cases[0], 3), CaseRun.Play(OwnCases.Cases[0], 3));
        Assert.Equal(first.SentBytes, second.SentBytes);
        Assert.Equal(first.Flows[0], second.Flows[0]);
    }

    [Fact]
    public void The_oracle_raises_whoever_has_least()
    {
        var rates = Broadcast.TestNetwork.Traffic.Ladder.Camera.Rates();
        Assert.Equal([new(2, 1), new(2, 1), new(2, 1)], Oracle.Choose(3.5e6, [rates, rates, rates], 48_000));
        Assert.Equal([new(1, 2)], Oracle.Choose(2e6, [rates], 48_000, others: 1));
    }

    [Fact]
    public void A_shaper_lets_through_at_once_what_it_has_tokens_for()
    {
        var link = new BottleneckLink(new LinkSettings { Capacity = CapacitySchedule.Constant(1e6), ShaperBurstBytes = 5_000 }, seed: 1);
        var now = Broadcast.TestNetwork.EventLoop.Start.AddMilliseconds(1_000);
        var waited = Enumerable.Range(0, 7).Select(_ => link.TryPass(now, 1_000, out var leaves) ? leaves.Since(now) : -1).ToList();
        Assert.Equal([0, 0, 0, 0, 0, 8_000, 16_000], waited.Select(us => (us + 500) / 1_000 * 1_000));
    }

    [Fact]
    public void A_bottleneck_passes_what_it_carries_and_drops_what_its_queue_does_not_hold()
    {
        var link = new BottleneckLink(new LinkSettings { Capacity = CapacitySchedule.Mbps((0, 1), (2, 0.5)) }, seed: 1);
        var now = Broadcast.TestNetwork.EventLoop.Start;
        var passed = Enumerable.Range(0, 100).Count(_ => link.TryPass(now, 1_000, out var _));
        Assert.Equal(37, passed);
        Assert.Equal(296, link.QueueMs(0), tolerance: 0.1);
        Assert.Equal(2.5, link.Settings.Capacity.Finish(1.5, 0.75e6), tolerance: 0.51);
    }
}
