using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A camera in three sizes at the origin: what of it crosses is what somebody at the edge wants.</summary>
public sealed class NodePipeLayersTests : IDisposable
{
    private const int PacketsOfSmallest = 30;
    private const int PacketsOfAll = 240;

    private readonly TwoNodes nodes = new(31);
    private readonly SimulatedCamera camera;

    public NodePipeLayersTests()
    {
        camera = new SimulatedCamera(nodes.Origin);
        nodes.Run(500);
        nodes.Pipe(camera.Producer);
    }

    public void Dispose() => nodes.Dispose();

    [Fact]
    public void An_edge_without_viewers_gets_nothing_after_ten_seconds()
    {
        nodes.Run(11_000);

        Assert.Equal(0, CrossedInASecond());
        Assert.Equal([true], TwoNodes.States(nodes.Edge));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    public void Layers_go_when_nobody_has_wanted_them_for_ten_seconds_and_come_at_once(double loss)
    {
        nodes.Conditions = new LinkConditions { Loss = loss, DelayUs = 10_000 };
        var viewer = new LayerViewer(nodes.Edge, 2, camera.Producer);
        Prefer(viewer, 0);
        nodes.Run(9_000);
        Assert.True(CrossedInASecond() >= PacketsOfAll - 10);
        nodes.Run(3_000);
        Assert.Equal(0, viewer.Layer);
        Assert.InRange(CrossedInASecond(), PacketsOfSmallest - 5, PacketsOfSmallest + (loss > 0 ? 40 : 5));

        var asked = nodes.Edge.Now;
        Prefer(viewer, null);
        nodes.Run(loss > 0 ? 4_000 : 1_000);
        Assert.Equal(2, viewer.Layer);
        if (loss == 0)
            Assert.InRange(viewer.LayerSince.Since(asked), 0, 250_000);
        Assert.True(CrossedInASecond() >= PacketsOfAll - 10);
    }

    [Fact]
    public void The_owner_hears_of_wanted_layers_at_the_origin_alone()
    {
        nodes.Run(25_000);

        Assert.Empty(nodes.Edge.Notifications.OfType<ProducerWantedLayers>());
        Assert.Null(nodes.Origin.Notifications.OfType<ProducerWantedLayers>().Last().SpatialLayer);
    }

    [Fact]
    public void The_numbers_of_a_layer_go_on_where_it_was_not_wanted()
    {
        var viewer = new LayerViewer(nodes.Edge, 2, camera.Producer);
        nodes.Run(2_000);
        Prefer(viewer, 0);
        nodes.Run(15_000);
        Prefer(viewer, null);
        nodes.Run(3_000);

        // Nothing was lost, so nothing is to be missed.
        Assert.Equal(2, viewer.Layer);
        Assert.Equal(0, nodes.StatsHere.PacketsRetransmitted);
        Assert.Equal(0, nodes.StatsThere.PacketsLost);
        Assert.Equal(0, viewer.Backwards);
    }

    private static void Prefer(LayerViewer viewer, int? layer) => viewer.World.Request<Accepted>(new SetPreferredLayers(viewer.Consumer, layer));

    private long CrossedInASecond()
    {
        var before = nodes.StatsHere.PacketsSent;
        nodes.Run(1_000);
        return nodes.StatsHere.PacketsSent - before;
    }
}
