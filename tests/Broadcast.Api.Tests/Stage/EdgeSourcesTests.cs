using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Tests.Stage;

public sealed class EdgeSourcesTests
{
    private const int Most = 2;

    [Fact]
    public void The_origin_feeds_edges_while_it_has_room()
    {
        Assert.Null(EdgeSources.Choose(null, [], Most));
        Assert.Null(EdgeSources.Choose("fra", [Edge("a", "fra")], Most));
    }

    [Fact]
    public void Further_edges_are_fed_by_the_one_with_the_fewest_behind_it() =>
        Assert.Equal(new NodeId("b"), EdgeSources.Choose(null, [Edge("a", feeds: 1), Edge("b")], Most));

    [Fact]
    public void A_relay_of_the_same_region_is_nearer_than_one_with_fewer_behind_it() =>
        Assert.Equal(new NodeId("a"), EdgeSources.Choose("fra", [Edge("a", "fra", feeds: 1), Edge("b", "nyc")], Most));

    [Fact]
    public void A_relay_that_feeds_as_many_as_it_may_is_passed_over() =>
        Assert.Equal(new NodeId("b"), EdgeSources.Choose("fra", [Edge("a", "fra", feeds: 2), Edge("b", "nyc", feeds: 1)], Most));

    [Fact]
    public void One_that_leaves_relays_no_more_and_leaves_room_at_the_origin()
    {
        Assert.Null(EdgeSources.Choose(null, [Edge("a", stays: false), Edge("b")], Most));
        Assert.Equal(new NodeId("c"), EdgeSources.Choose(null, [Edge("a", stays: false), Edge("b", feeds: 1), Edge("c")], Most));
    }

    [Fact]
    public void Who_finds_no_room_anywhere_is_fed_by_the_origin() =>
        Assert.Null(EdgeSources.Choose(null, [Edge("a", feeds: 2), Edge("b", feeds: 2)], Most));

    private static FedEdge Edge(string node, string? region = null, int feeds = 0, bool stays = true) => new(new NodeId(node), region, feeds, stays);
}
