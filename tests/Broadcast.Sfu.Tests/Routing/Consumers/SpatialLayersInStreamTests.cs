using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>VP9 in three spatial layers in one stream, whose upper ones stand on the lower ones in key pictures only (L3T3_KEY).</summary>
public sealed class SpatialLayersInStreamTests : IDisposable
{
    private readonly World world = new(1);
    private readonly PlainEncoder encoder;
    private readonly PlainReceiver receiver;
    private readonly ConsumerCreated created;
    private readonly uint ssrc;
    private ushort sequence;
    private int picture;

    public SpatialLayersInStreamTests()
    {
        encoder = new PlainEncoder(world);
        var parameters = ChromiumSamples.WithCodecs(
            """[{"mimeType":"video/VP9","payloadType":98,"clockRate":90000,"parameters":{"profile-id":0},"rtcpFeedback":[{"type":"nack","parameter":"pli"}]}]""");
        var camera = encoder.Produce(MediaKind.Video, parameters with { Encodings = [parameters.Encodings[0] with { ScalabilityMode = "L3T3_KEY" }] });
        receiver = PlainReceiver.Open(world, "decoder", 7_000);
        created = world.Request<ConsumerCreated>(new Consume(new("decoder"), new("viewer"), camera, ChromiumSamples.Receive));
        ssrc = created.RtpParameters.Encodings[0].Ssrc!.Value;
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void The_answer_tells_of_the_layers()
    {
        Assert.Equal(StreamType.Svc, created.StreamType);
        Assert.Equal("L3T3_KEY", created.RtpParameters.Encodings[0].ScalabilityMode);
    }

    [Fact]
    public void Everybody_gets_what_they_need_of_the_layer_that_they_want_and_each_picture_ends()
    {
        Send(isKey: true);
        Send(isKey: false);
        world.Request<Accepted>(new SetPreferredLayers(new("viewer"), SpatialLayer: 1));
        Send(isKey: false);
        Send(isKey: true);
        Send(isKey: false);

        // Of a picture that is no key picture the layer alone; the last packet of each has the marker.
        Assert.Equal(["001122!", "22!", "22!", "0011!", "11!"], Pictures());
    }

    private List<string> Pictures()
    {
        var pictures = new List<string>();
        foreach (var packet in receiver.PacketsOf(ssrc))
        {
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            if (pictures.Count == 0 || pictures[^1].EndsWith('!'))
                pictures.Add("");
            pictures[^1] += $"{parsed.Payload[2] >> 1}{(parsed.Marker ? "!" : "")}";
        }
        return pictures;
    }

    /// <summary>A picture of three frames of two packets.</summary>
    private void Send(bool isKey)
    {
        picture++;
        for (var packet = 0; packet < 6; packet++)
        {
            var (spatial, isFirst) = (packet / 2, packet % 2 == 0);
            var first = 0xA0 | (isKey ? 0 : 0x40) | (isFirst ? 0x08 : 0x04) | (isKey && spatial < 2 ? 0 : 1) | (isKey && packet == 0 ? 2 : 0);
            byte[] payload = [(byte)first, (byte)picture, (byte)(spatial << 1), 0, 0x40, 1, 2, 3];
            encoder.Send(PlainPackets.Rtp(98, PlainPackets.Ssrc, sequence++, (uint)picture * 3_000, isLast: packet == 5, payload));
        }
        world.RunFor(33);
    }
}
