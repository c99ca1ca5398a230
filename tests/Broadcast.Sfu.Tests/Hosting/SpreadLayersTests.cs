using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Hosting;

public sealed class SpreadLayersTests
{
    private static readonly RouterId Router = new("router");

    private readonly RouterSpread spread = new((_, _) => Task.FromResult<ControlResponse>(Accepted.Instance));

    [Fact]
    public void The_owner_is_told_of_wanted_layers_only_if_it_asked()
    {
        spread.Add(new CreateRouter(Router, Notifications: [NotificationKind.WantedLayers]), origin: 0);

        Assert.True(spread.IsWanted(new ProducerWantedLayers(Router, new("camera"), 1)));
        Assert.False(spread.IsWanted(new ConsumerLayersChanged(Router, new("viewer"), 1, 1)));
    }

    [Fact]
    public void The_owner_is_told_of_every_pipe_to_another_node_that_falls_silent()
    {
        spread.Add(new CreateRouter(Router), origin: 0);
        var silent = new PipeStateChanged(Router, new("pipe"), Alive: false);

        Assert.False(spread.IsOwn(0, silent));
        Assert.True(spread.IsWanted(silent));
    }
}
