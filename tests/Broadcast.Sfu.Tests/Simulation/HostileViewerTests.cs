using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Ice;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

public sealed class HostileViewerTests
{
    private const int HonestViewers = 36;

    [Fact]
    public void One_viewer_in_ten_is_hostile_and_the_others_lose_nothing()
    {
        using var world = new World(21);
        var publisher = new SimulatedPublisher(world, 1);
        var honest = Enumerable.Range(100, HonestViewers).Select(number => new SimulatedViewer(world, number, publisher.Producer)).ToList();
        var hostile = Enum.GetValues<Hostility>().Select(kind => new HostileViewer(world, 200 + (int)kind, publisher.Producer, kind)).ToList();
        world.RunFor(3_000);
        publisher.Stop();
        world.RunFor(1_000);

        Assert.All(honest, viewer =>
        {
            Assert.True(viewer.IsContinuous);
            Assert.Equal(0, viewer.Retransmitted);
            Assert.Equal(publisher.Packets - 1, viewer.Numbers[^1]);
        });
        Assert.True(world.Worker.Drops[DropReason.SrtpAuthenticationFailed] > 1_000);
        Assert.True(world.Worker.Drops[DropReason.SrtpReplayed] > 2_000);
        Assert.True(world.Worker.Drops[DropReason.RateLimited] > 1_000 - CheckBudget.PerSecond);

        foreach (var viewer in hostile)
            viewer.IsSilent = true;
        world.RunFor(31_000);
        var closed = world.Notifications.OfType<TransportClosed>().Select(notification => notification.Transport).ToList();
        Assert.Equal(hostile.Select(viewer => viewer.Transport).ToHashSet(), closed.ToHashSet());
    }
}
