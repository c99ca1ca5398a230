using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>What one viewer gets of a camera that is sent in three sizes.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly World world = new(1, notifications: [NotificationKind.ConsumerLayers, NotificationKind.WantedLayers]);
    private readonly SimulatedCamera camera;
    private readonly PlainReceiver receiver;
    private readonly ConsumerId consumer = new("decoder-0");
    private readonly uint ssrc;

    public LayerTests()
    {
        camera = new SimulatedCamera(world);
        receiver = PlainReceiver.Open(world, "decoder", 7_000);
        ssrc = receiver.Consume(camera.Producer);
        world.RunFor(2_000);
        receiver.Packets.Clear();
        world.RunFor(100);
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void The_best_layer_comes_unless_something_else_is_said()
    {
        Assert.Equal(2, Seen[^1].Picture.Layer);
        AssertWhole();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Another_layer_takes_over_between_two_frames_and_back(int layer)
    {
        Prefer(layer);
        world.RunFor(1_000);
        Assert.Equal(layer, Seen[^1].Picture.Layer);
        Prefer(null);
        world.RunFor(2_000);

        Assert.Equal(2, Seen[^1].Picture.Layer);
        Assert.Equal([2, layer, 2], LayersInOrder());
        AssertWhole();
    }

    [Fact]
    public void The_old_layer_goes_on_while_the_key_frame_of_the_new_one_is_under_way()
    {
        camera.Conditions = new LinkConditions { DelayUs = 150_000 };
        world.RunFor(1_500);
        Prefer(0);
        world.RunFor(250);
        Assert.Equal(2, Seen[^1].Picture.Layer);
        world.RunFor(1_000);

        Assert.Equal(0, Seen[^1].Picture.Layer);
        AssertWhole();
    }

    [Fact]
    public void Temporal_layers_go_and_come_without_a_key_frame()
    {
        var asked = camera.KeyFrameRequests.Sum(requests => requests.Count);
        Prefer(null, temporal: 0);
        world.RunFor(1_000);
        var slow = Seen.Count;
        world.RunFor(1_000);
        Assert.All(Seen.Skip(slow), seen => Assert.Equal(0, seen.Picture.Temporal));
        Assert.InRange(FramesOf(Seen.Skip(slow)).Count, 7, 8);

        Prefer(null, temporal: 1);
        world.RunFor(1_000);
        Assert.Equal([0, 1], Seen.TakeLast(20).Select(seen => seen.Picture.Temporal).Distinct().Order());
        Prefer(null);
        world.RunFor(1_000);

        Assert.Equal([0, 1, 2], Seen.TakeLast(20).Select(seen => seen.Picture.Temporal).Distinct().Order());
        Assert.Equal(asked, camera.KeyFrameRequests.Sum(requests => requests.Count));
        AssertWhole(maxFrameGap: 4);
    }

    [Fact]
    public void A_layer_that_falls_silent_is_left_for_the_next_lower_and_come_back_to()
    {
        camera.IsSending[2] = false;
        world.RunFor(2_000);
        Assert.Equal(1, Seen[^1].Picture.Layer);
        camera.IsSending[2] = true;
        world.RunFor(1_500);

        Assert.Equal([2, 1, 2], LayersInOrder());
        AssertNumbered();
    }

    [Fact]
    public void What_is_told_are_the_layers_that_come()
    {
        Prefer(1, temporal: 1);
        world.RunFor(1_000);

        var told = world.Notifications.OfType<ConsumerLayersChanged>().Where(changed => changed.Consumer == consumer).ToList();
        Assert.Equal([(1, 2), (2, 2), (1, 1)], told.Select(changed => (changed.SpatialLayer, changed.TemporalLayer)));
    }

    [Fact]
    public void The_recorder_gets_the_best_whatever_viewers_want()
    {
        var sink = world.AddSink("recording/1");
        world.Request<Accepted>(new CreateDirectTransport(World.Router, new TransportId("recorder"), "recording/1"));
        world.Request<ConsumerCreated>(new Consume(new TransportId("recorder"), new ConsumerId("recorded"), camera.Producer));
        Prefer(0);
        world.RunFor(1_000);

        var layers = sink.Packets.Select(packet => Parse(packet).Picture.Layer).ToList();
        Assert.All(layers, layer => Assert.Equal(2, layer));
        Assert.InRange(layers.Count, 100, 160);
    }

    [Fact]
    public void A_layer_that_only_the_recorder_takes_is_asked_for_a_key_frame_when_packets_are_lost_for_good()
    {
        world.AddSink("recording/1");
        world.Request<Accepted>(new CreateDirectTransport(World.Router, new TransportId("recorder"), "recording/1"));
        world.Request<ConsumerCreated>(new Consume(new TransportId("recorder"), new ConsumerId("recorded"), camera.Producer));
        Prefer(0);
        world.RunFor(3_000);
        var asked = camera.KeyFrameRequests[2].Count;
        camera.Uplink.Conditions = new LinkConditions { Loss = 0.2 };
        world.RunFor(4_000);

        Assert.True(camera.KeyFrameRequests[2].Count > asked);
    }

    [Fact]
    public void A_layer_is_wanted_until_nobody_has_wanted_it_for_ten_seconds()
    {
        world.RunFor(10_000);
        Assert.Empty(Wanted);
        Prefer(1);
        world.RunFor(9_900);
        Assert.Empty(Wanted);
        world.RunFor(200);
        Assert.Equal([1], Wanted);
        Prefer(null);
        world.RunFor(1);
        Assert.Equal([1, 2], Wanted);

        world.Request<Accepted>(new PauseConsumer(consumer));
        world.RunFor(10_100);
        Assert.Equal([1, 2, null], Wanted);
    }

    private List<int?> Wanted => [.. world.Notifications.OfType<ProducerWantedLayers>().Select(wanted => wanted.SpatialLayer)];

    private List<(RtpHeader Header, CameraPacket Picture)> Seen => [.. receiver.PacketsOf(ssrc).Select(Parse)];

    private void Prefer(int? spatial, int? temporal = null) => world.Request<Accepted>(new SetPreferredLayers(consumer, spatial, temporal));

    private List<int> LayersInOrder()
    {
        var layers = new List<int>();
        foreach (var (_, picture) in Seen)
            if (layers.Count == 0 || layers[^1] != picture.Layer)
                layers.Add(picture.Layer);
        return layers;
    }

    private static List<(RtpHeader Header, CameraPacket Picture)> FramesOf(IEnumerable<(RtpHeader Header, CameraPacket Picture)> packets) =>
        [.. packets.Where(seen => seen.Picture.Index == 0)];

    /// <summary>No frame is missing or late, but for what was left out on purpose; one may come in two sizes.</summary>
    private void AssertWhole(int maxFrameGap = 1)
    {
        AssertNumbered();
        var frames = FramesOf(Seen);
        foreach (var (before, after) in Pairs(frames))
            Assert.InRange(after.Picture.Frame - before.Picture.Frame, before.Picture.Layer < after.Picture.Layer ? 0 : 1, maxFrameGap);
        // The camera's clocks are known from its reports, so that the viewer's time line is the camera's.
        foreach (var (header, picture) in frames)
            Assert.InRange(header.Timestamp - frames[0].Header.Timestamp - (uint)(picture.Frame - frames[0].Picture.Frame) * SimulatedCamera.FrameTicks + 100, 0u, 200u);
    }

    /// <summary>All numbers go on, as if there had always been one stream.</summary>
    private void AssertNumbered()
    {
        foreach (var (before, after) in Pairs(Seen))
            Assert.Equal((ushort)(before.Header.SequenceNumber + 1), after.Header.SequenceNumber);
        foreach (var (before, after) in Pairs(FramesOf(Seen)))
        {
            Assert.Equal(before.Picture.PictureId + 1 & 0x7FFF, after.Picture.PictureId);
            Assert.Equal((byte)(before.Picture.Tl0PicIdx + (after.Picture.Temporal == 0 ? 1 : 0)), after.Picture.Tl0PicIdx);
            Assert.True(SequenceNumber.IsNewer(after.Header.Timestamp, before.Header.Timestamp));
            if (before.Picture.Layer != after.Picture.Layer)
                Assert.True(after.Picture.IsKeyFrame);
        }
    }

    private static IEnumerable<(T Before, T After)> Pairs<T>(List<T> all) => all.Zip(all.Skip(1));

    private static (RtpHeader Header, CameraPacket Picture) Parse(byte[] datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        return (packet.Header, CameraPacket.Read(packet.Payload));
    }
}
