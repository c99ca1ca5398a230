using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>What another worker's viewers want of a producer is what its pipe carries.</summary>
public sealed class SpreadLayersTests
{
    private static readonly RouterId Router = new("router");
    private static readonly ProducerId Camera = new("camera");

    private readonly List<(int Worker, WorkerRequest Request)> asked = [];
    private readonly RouterSpread spread;

    public SpreadLayersTests()
    {
        spread = new RouterSpread((worker, request) =>
        {
            asked.Add((worker, request));
            return Task.FromResult<ControlResponse>(request is Consume consume
                ? new ConsumerCreated(consume.Consumer, Camera, MediaKind.Video, StreamType.Simulcast, new RtpParameters { Codecs = [] }, ProducerPaused: false)
                : Accepted.Instance);
        });
        spread.Add(new CreateRouter(Router, Notifications: [NotificationKind.WantedLayers]), origin: 0);
    }

    [Fact]
    public async Task The_origin_sends_what_is_wanted_there_and_nothing_for_nobody()
    {
        await spread.PipeAsync(Router, Camera, worker: 1);
        var pipe = asked.Select(each => each.Request).OfType<Consume>().Single().Consumer;
        asked.Clear();

        await spread.OnWantedAsync(1, new ProducerWantedLayers(Router, Camera, 1));
        await spread.OnWantedAsync(1, new ProducerWantedLayers(Router, Camera, null));

        Assert.Equal([(0, new SetPreferredLayers(pipe, 1)), (0, new ResumeConsumer(pipe)), (0, new PauseConsumer(pipe))], asked);
    }

    [Fact]
    public async Task The_owner_is_told_by_the_origin_alone_and_only_if_it_asked()
    {
        await spread.PipeAsync(Router, Camera, worker: 1);
        var wanted = new ProducerWantedLayers(Router, Camera, 1);

        Assert.True(spread.IsOwn(1, wanted));
        Assert.False(spread.IsOwn(0, wanted));
        Assert.True(spread.IsWanted(wanted));
        Assert.False(spread.IsWanted(new ConsumerLayersChanged(Router, new("viewer"), 1, 1)));
    }
}
