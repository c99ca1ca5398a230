using System.Buffers.Binary;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Producers;

public sealed class SimulcastTests : IDisposable
{
    private const int RidId = 10;
    private static readonly ProducerId Video = new("video");

    private readonly World world = new(1);
    private readonly TransportTuple encoder;
    private readonly SimulatedViewer viewer;
    private readonly Dictionary<int, ushort> sequences = [];
    private int number;

    public SimulcastTests()
    {
        var transport = new TransportId("encoder");
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, transport, Comedia: true));
        encoder = TransportTuple.FromIPv4(0x7F00_0001, 6_000, world.OpenSockets.Max());
        Assert.Equal(StreamType.Simulcast, world.Request<ProducerCreated>(new Produce(transport, Video, MediaKind.Video, ChromiumSamples.Vp8Simulcast)).StreamType);
        viewer = new SimulatedViewer(world, 2, Video);
        world.RunFor(500);
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void The_best_layer_is_forwarded_from_its_key_frame_on()
    {
        Send(layer: 0, isKeyFrame: true);
        Send(layer: 2, isKeyFrame: false);
        Send(layer: 0, isKeyFrame: false);
        Send(layer: 2, isKeyFrame: true);
        Send(layer: 0, isKeyFrame: false);
        Send(layer: 2, isKeyFrame: false);

        Assert.Equal([0, 2, 3, 5], viewer.Numbers);
        Assert.True(viewer.IsContinuous);
    }

    [Fact]
    public void A_lower_layer_takes_over_when_the_best_falls_silent()
    {
        Send(layer: 2, isKeyFrame: true);
        Send(layer: 0, isKeyFrame: true);
        world.RunFor(1_500);
        Send(layer: 0, isKeyFrame: false);
        Send(layer: 0, isKeyFrame: true);
        Send(layer: 0, isKeyFrame: false);

        Assert.Equal([0, 3, 4], viewer.Numbers);
        Assert.True(viewer.IsContinuous);
    }

    [Fact]
    public void A_packet_without_a_known_rid_is_dropped()
    {
        Send(layer: 7, isKeyFrame: true);
        Assert.Empty(viewer.Numbers);
        Assert.Equal(1, world.Worker.Drops[DropReason.RtpUnknownSsrc]);
    }

    /// <summary>A frame of one packet, numbered in the order of sending.</summary>
    private void Send(int layer, bool isKeyFrame)
    {
        var sequence = sequences[layer] = (ushort)(sequences.GetValueOrDefault(layer, (ushort)(layer * 10_000)) + 1);
        var payload = new byte[200];
        MediaPayload.Write(payload, number++, isFirst: true, isKeyFrame);
        var packet = new byte[20 + payload.Length];
        PlainPackets.Rtp(96, (uint)(1_000 + layer), sequence, (uint)(number * 3_000 + layer * 77_777), isLast: true, []).CopyTo(packet, 0);
        packet[0] |= 0x10;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), 0xBEDE_0001);
        packet[16] = RidId << 4 | 1;
        packet[17] = (byte)'r';
        packet[18] = (byte)('0' + layer);
        payload.CopyTo(packet, 20);
        world.Worker.HandleDatagram(world.Now, world.Now, encoder, packet, world.Output);
        world.Output.Flush();
        world.RunFor(100);
    }
}
