namespace Broadcast.Sfu.Tests.Simulation;

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
}
