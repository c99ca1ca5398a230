using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

[Collection(nameof(AloneCollection))]
public sealed class ForwardingAllocationTests
{
    [Fact]
    public void Forwarding_repairing_and_reporting_allocate_nothing_after_the_warm_up()
    {
        using var world = new World(11);
        var publisher = new SimulatedPublisher(world, 1);
        var viewers = Enumerable.Range(2, 8).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        world.RunFor(1_000);
        publisher.Conditions = new LinkConditions { Loss = 0.03 };
        viewers.ForEach(viewer => viewer.Conditions = new LinkConditions { Loss = 0.03 });
        world.RunFor(4_000);

        world.AllocatedByWorker = 0;
        world.RunFor(4_000);

        Assert.Equal(0, world.AllocatedByWorker);
        Assert.All(viewers, viewer => Assert.True(viewer.Retransmitted > 0));
    }

    [Fact]
    public void Changing_layers_and_answering_what_viewers_report_allocate_nothing()
    {
        using var world = new World(12, new WorkerOptions { UdpPort = 40_000, ViewerFeedback = BandwidthFeedback.TransportCc });
        var camera = new SimulatedCamera(world);
        var viewers = Enumerable.Range(2, 8).Select(number => new LayerViewer(world, number, camera.Producer)).ToList();
        Switch(seconds: 9);

        world.AllocatedByWorker = 0;
        Switch(seconds: 4);

        Assert.Equal(0, world.AllocatedByWorker);
        Assert.All(viewers, viewer => Assert.True(viewer.Reports > 40));
        Assert.All(viewers, viewer => Assert.True(viewer.Changes > 10));

        void Switch(int seconds)
        {
            for (var step = 0; step < 2 * seconds; step++)
            {
                foreach (var viewer in viewers)
                    world.Request<Accepted>(new SetPreferredLayers(viewer.Consumer, (step + viewer.Consumer.Value.Length) % 3, step % 3));
                world.RunFor(500);
            }
        }
    }
}
