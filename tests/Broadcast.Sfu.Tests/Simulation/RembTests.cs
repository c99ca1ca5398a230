using System.Buffers.Binary;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A camera in three sizes of 130, 390 and 1,150 kbit/s, and viewers that say by REMB what they can be sent.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RembTests
{
    private static readonly WorkerOptions Options = new() { UdpPort = 40_000, ViewerFeedback = BandwidthFeedback.TransportCc };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_has_room_has_the_largest_picture_within_a_minute(bool withRtx)
    {
        using var world = new World(81, Options);
        var viewer = Join(world, 10_000_000, withRtx: withRtx);
        world.RunFor(1_500);
        Assert.Equal(0, viewer.Layer);
        world.RunFor(38_500);

        Assert.Equal((2, 3), (viewer.Layer, viewer.Changes));
        Assert.InRange(viewer.Bytes.Probes, 0, viewer.Bytes.All / 2);
    }

    [Fact]
    public void A_network_that_gets_worse_gets_a_smaller_picture_and_a_larger_one_when_it_is_good()
    {
        using var world = new World(82, Options);
        var viewer = Join(world, 4_000_000);
        world.RunFor(40_000);
        Assert.Equal(2, viewer.Layer);

        viewer.Downlink.Conditions = Carries(600_000);
        var before = world.Now;
        world.RunFor(5_000);
        Assert.Equal(1, viewer.Layer);
        Assert.InRange(viewer.LayerSince.Since(before), 0, 1_500_000);
        var changes = viewer.Changes;
        world.RunFor(60_000);
        Assert.InRange(viewer.Changes - changes, 0, 6);

        viewer.Downlink.Conditions = Carries(4_000_000);
        world.RunFor(60_000);
        Assert.Equal(2, viewer.Layer);
    }

    [Fact]
    public void A_picture_that_was_paused_comes_back_although_nothing_flows_by_which_the_word_could_rise()
    {
        using var world = new World(83, Options);
        var viewer = Join(world, 4_000_000);
        world.RunFor(10_000);
        viewer.Downlink.Conditions = Carries(20_000);
        world.RunFor(20_000);

        viewer.Downlink.Conditions = Carries(4_000_000);
        world.RunFor(60_000);
        Assert.Equal(2, viewer.Layer);
        Assert.InRange(world.Now.Since(viewer.LastPicture), 0, 100_000);
    }

    [Theory]
    [InlineData("never says anything", null)]
    [InlineData("says nothing goes through", DropReason.FeedbackImplausible)]
    [InlineData("says 10 Gbit/s", DropReason.FeedbackImplausible)]
    [InlineData("says more than there are numbers for", DropReason.FeedbackImplausible)]
    [InlineData("names a stream that is not theirs", DropReason.RtcpUnknownSsrc)]
    [InlineData("names no stream", DropReason.RtcpUnknownSsrc)]
    [InlineData("counts more streams than it names", DropReason.RtcpMalformed)]
    [InlineData("names more streams than it counts", DropReason.RtcpMalformed)]
    [InlineData("is cut short", DropReason.RtcpMalformed)]
    public void Who_lies_gets_the_smallest_picture_and_nobody_else_notices(string lie, DropReason? counted)
    {
        using var world = new World(84, Options);
        var camera = new SimulatedCamera(world);
        var honest = Join(world, 10_000_000, camera);
        var liar = Join(world, 10_000_000, camera, number: 3);
        world.RunFor(40_000);
        Assert.Equal((2, 2), (honest.Layer, liar.Layer));
        liar.Falsify = word => Falsify(word, liar.Ssrc, lie);
        world.RunFor(12_000);

        Assert.Equal((2, 0), (honest.Layer, liar.Layer));
        Assert.InRange(world.Now.Since(liar.LastPicture), 0, 100_000);
        if (counted is { } reason)
            Assert.InRange(world.Worker.Drops[reason], 5, 15);
    }

    [Fact]
    public void Choosing_and_probing_allocate_nothing_after_the_warm_up()
    {
        using var world = new World(85, Options);
        var camera = new SimulatedCamera(world);
        foreach (var number in Enumerable.Range(2, 4))
            Join(world, number * 400_000, camera, number);
        world.RunFor(40_000);

        world.AllocatedByWorker = 0;
        world.RunFor(10_000);

        Assert.Equal(0, world.AllocatedByWorker);
    }

    private static byte[]? Falsify(byte[] word, uint ssrc, string lie)
    {
        switch (lie)
        {
            case "says nothing goes through":
                return Word(0, ssrc);
            case "says 10 Gbit/s":
                return Word(10_000_000_000, ssrc);
            case "says more than there are numbers for":
                BinaryPrimitives.WriteUInt32BigEndian(word.AsSpan(16), 0x01FF_FFFF);
                return word;
            case "names a stream that is not theirs":
                return Word(5_000_000, ssrc ^ 1);
            case "names no stream":
                return Word(5_000_000);
            case "counts more streams than it names":
                word[16] = 200;
                return word;
            case "names more streams than it counts":
                word = Word(5_000_000, ssrc, ssrc);
                word[16] = 1;
                return word;
            case "is cut short":
                BinaryPrimitives.WriteUInt16BigEndian(word.AsSpan(2), 3);
                return word[..16];
            default:
                return null;
        }
    }

    private static byte[] Word(long bitrateBps, params uint[] ssrcs)
    {
        var word = new byte[ReceiverEstimatedMaxBitrate.GetLength(ssrcs.Length)];
        ReceiverEstimatedMaxBitrate.Write(word, 1, bitrateBps, ssrcs);
        return word;
    }

    private static RembViewer Join(World world, long bps, SimulatedCamera? camera = null, int number = 2, bool withRtx = true)
    {
        camera ??= new SimulatedCamera(world);
        var viewer = new RembViewer(world, number, camera.Producer, withRtx);
        viewer.Downlink.Conditions = Carries(bps);
        return viewer;
    }

    private static LinkConditions Carries(long bps) => new() { BandwidthBps = bps, DelayUs = 30_000 };
}
