using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Thousands of viewers on networks that get better and worse, each with a layer of its own.</summary>
[Collection(nameof(AloneCollection))]
public sealed class LayerCrowdTests
{
    private const int Viewers = 3_000;
    private const int Seconds = 6;

    [Fact]
    public void Three_thousand_viewers_who_change_layers_all_the_time_cost_the_presenter_a_key_frame_a_second_and_layer()
    {
        using var world = new World(3);
        var random = new Random(3);
        var camera = new SimulatedCamera(world);
        var one = PlainReceiver.Open(world, "one", 6_999);
        var seen = one.Consume(camera.Producer);
        var crowd = Enumerable.Range(0, Viewers).Select(viewer => Join(world, camera.Producer, viewer)).ToArray();
        world.RunFor(1_000);

        for (var step = 0; step < Seconds * 20; step++)
        {
            for (var i = 0; i < Viewers / 40; i++)
                Act(world, random, random.Next(Viewers), crowd);
            world.Request<Accepted>(new SetPreferredLayers(new("one-0"), random.Next(3), random.Next(3)));
            world.RunFor(50);
        }

        foreach (var requests in camera.KeyFrameRequests)
        {
            Assert.InRange(requests.Count, 1, Seconds + 2);
            Assert.All(requests.Zip(requests.Skip(1)), pair => Assert.InRange(pair.Second.Since(pair.First), 999_000, long.MaxValue));
        }
        AssertContinuous(one, seen);
    }

    /// <summary>Nobody is at the address: what would be sent there is all that matters.</summary>
    private static (TransportTuple Address, uint Ssrc) Join(World world, ProducerId producer, int viewer)
    {
        var transport = new TransportId($"crowd{viewer}");
        var port = (ushort)(7_000 + viewer);
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, transport));
        var address = TransportTuple.FromIPv4(0x7F00_0001, port, world.OpenSockets.Max());
        world.Request<Accepted>(new ConnectPlainTransport(transport, "127.0.0.1", port));
        var created = world.Request<ConsumerCreated>(new Consume(transport, new($"viewer{viewer}"), producer, ChromiumSamples.Receive));
        return (address, created.RtpParameters.Encodings[0].Ssrc!.Value);
    }

    /// <summary>Two in three want another layer, one has lost its picture.</summary>
    private static void Act(World world, Random random, int viewer, (TransportTuple Address, uint Ssrc)[] crowd)
    {
        if (random.Next(3) > 0)
        {
            world.Request<Accepted>(new SetPreferredLayers(new($"viewer{viewer}"), random.Next(3), random.Next(3)));
            return;
        }
        var loss = new byte[12];
        new PictureLossIndication(1, crowd[viewer].Ssrc).Write(loss);
        world.Spoof(crowd[viewer].Address, loss);
    }

    private static void AssertContinuous(PlainReceiver receiver, uint ssrc)
    {
        var packets = receiver.PacketsOf(ssrc).Select(datagram => RtpHeader.TryPeek(datagram, out var header) ? header : default).ToList();
        Assert.True(packets.Count > 50);
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.Equal((ushort)(pair.First.SequenceNumber + 1), pair.Second.SequenceNumber));
    }
}
