using System.Buffers.Binary;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Producers;

/// <summary>A presenter sends its voice with redundancy; some viewers know what to do with it and some do not.</summary>
public sealed class RedundantAudioTests : IDisposable
{
    private const uint Ssrc = 3301214478;
    private const byte OpusType = 111;
    private const byte RedType = 63;

    private readonly World world = new(1, mediaCodecs: [.. SupportedRtpCapabilities.MediaCodecs.Where(codec => codec.Kind == MediaKind.Audio)]);
    private readonly PlainEncoder encoder;
    private readonly PlainReceiver receiver;
    private readonly ProducerId voice;

    public RedundantAudioTests()
    {
        encoder = new PlainEncoder(world);
        receiver = PlainReceiver.Open(world, "decoder", 7_000);
        // As Chromium sends it, redundancy preferred.
        voice = encoder.Produce(MediaKind.Audio, ChromiumSamples.Opus with
        {
            Codecs = [new RtpCodecParameters { MimeType = "audio/red", PayloadType = RedType, ClockRate = 48_000, Channels = 2 }, .. ChromiumSamples.Opus.Codecs],
        });
    }

    public void Dispose() => world.Dispose();

    [Fact]
    public void Whoever_does_not_take_it_gets_the_voice_alone_and_what_was_lost_on_the_way_in()
    {
        var ssrc = Consume(withRed: false);
        foreach (var number in (int[])[1, 2, 4, 5, 7])
            Send(number, repeated: 1);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Seen(ssrc).Select(seen => (int)seen.Payload[0]));
        Assert.All(Seen(ssrc), seen => Assert.Equal(100, seen.Type));
        AssertContinuous(ssrc);
    }

    [Fact]
    public void Two_in_a_row_are_recovered_from_two_that_are_repeated()
    {
        var ssrc = Consume(withRed: false);
        foreach (var number in (int[])[1, 2, 5])
            Send(number, repeated: 2);

        Assert.Equal([1, 2, 3, 4, 5], Seen(ssrc).Select(seen => (int)seen.Payload[0]));
        AssertContinuous(ssrc);
    }

    [Fact]
    public void Whoever_takes_it_and_loses_packets_gets_the_voice_with_what_the_packet_before_carried()
    {
        var ssrc = Consume(withRed: true);
        Report(ssrc, lost: 12);
        for (var number = 1; number <= 4; number++)
            Send(number, repeated: 1);

        var seen = Seen(ssrc);
        Assert.All(seen, each => Assert.Equal(101, each.Type));
        Assert.True(RedPayload.TryParse(seen[^1].Payload, out var red));
        Assert.Equal((100, 4), (red.PrimaryType, red.Primary[0]));
        Assert.Equal(3, red.Repeated(0, out var type, out var offset)[0]);
        Assert.Equal((100, 960u), (type, offset));
    }

    [Fact]
    public void Whoever_loses_nothing_gets_the_voice_alone()
    {
        var ssrc = Consume(withRed: true);
        Send(1, repeated: 1);
        Report(ssrc, lost: 0);
        Send(2, repeated: 1);
        Report(ssrc, lost: 12);
        Send(3, repeated: 1);
        Report(ssrc, lost: 0);
        Send(4, repeated: 1);
        world.RunFor(60_000);
        Report(ssrc, lost: 0);
        Send(5, repeated: 1);

        Assert.Equal([100, 100, 101, 101, 100], Seen(ssrc).Select(seen => (int)seen.Type));
        AssertContinuous(ssrc);
    }

    [Fact]
    public void It_is_made_for_those_who_take_it_even_where_the_presenter_knows_none()
    {
        world.Request<Accepted>(new CloseProducer(voice));
        var ssrc = Consume(withRed: true, encoder.Produce(MediaKind.Audio, ChromiumSamples.Opus));
        Report(ssrc, lost: 12);
        for (ushort number = 1; number <= 3; number++)
            encoder.Send(PlainPackets.Rtp(OpusType, Ssrc, number, number * 960u, isLast: false, [(byte)number, 0, 0]));
        world.RunFor(20);

        Assert.True(RedPayload.TryParse(Seen(ssrc)[^1].Payload, out var red));
        Assert.Equal((3, 2), (red.Primary[0], red.Repeated(0, out _, out _)[0]));
    }

    [Fact]
    public void The_recorder_gets_the_voice_alone()
    {
        var sink = world.AddSink("recording/1");
        world.Request<Accepted>(new CreateDirectTransport(World.Router, new TransportId("recorder"), "recording/1"));
        world.Request<ConsumerCreated>(new Consume(new TransportId("recorder"), new ConsumerId("recorded"), voice));
        Send(1, repeated: 1);
        Send(3, repeated: 1);

        Assert.Equal([1, 2, 3], sink.Packets.Select(packet => (int)packet[^3]));
        Assert.All(sink.Packets, packet => Assert.Equal(OpusType, packet[1] & 0x7F));
    }

    [Fact]
    public void Lengths_that_are_not_those_of_the_blocks_are_dropped_and_counted()
    {
        var ssrc = Consume(withRed: false);
        Send(1, repeated: 0);
        encoder.Send(PlainPackets.Rtp(RedType, Ssrc, 2, 2 * 960, isLast: false, [0xEF, 0x0F, 0x03, 0xFF, 0x6F, 1, 2]));
        encoder.Send(PlainPackets.Rtp(RedType, Ssrc, 3, 3 * 960, isLast: false, [0x60, 1, 2]));
        world.RunFor(20);

        Assert.Single(Seen(ssrc));
        Assert.Equal(2, world.Worker.Drops[DropReason.RedMalformed]);
    }

    [Fact]
    public void It_is_nothing_without_the_codec_that_it_carries()
    {
        var error = Assert.IsType<ControlError>(world.Request(new Produce(new("encoder"), new("alone"), MediaKind.Audio, ChromiumSamples.Opus with
        {
            Codecs = [new RtpCodecParameters { MimeType = "audio/red", PayloadType = RedType, ClockRate = 48_000, Channels = 2 }],
        })));
        Assert.Equal(ControlErrorCode.InvalidArgument, error.Code);
    }

    private uint Consume(bool withRed) => Consume(withRed, voice);

    private uint Consume(bool withRed, ProducerId producer)
    {
        var capabilities = ChromiumSamples.Receive;
        if (withRed)
            capabilities = capabilities with
            {
                Codecs = [.. capabilities.Codecs.Where(codec => codec.Kind == MediaKind.Audio), new RtpCodecCapability { Kind = MediaKind.Audio, MimeType = "audio/red", PreferredPayloadType = 101, ClockRate = 48_000, Channels = 2 }],
            };
        var created = world.Request<ConsumerCreated>(new Consume(new("decoder"), new("viewer"), producer, capabilities));
        Assert.Equal(withRed ? ["audio/opus", "audio/red"] : ["audio/opus"], created.RtpParameters.Codecs.Select(codec => codec.MimeType));
        if (withRed)
            Assert.Equal("100/100", created.RtpParameters.Codecs[1].Parameters[""].Text);
        return created.RtpParameters.Encodings[0].Ssrc!.Value;
    }

    /// <param name="lost">Since the report before, in 1/256.</param>
    private void Report(uint ssrc, byte lost)
    {
        var report = new byte[ReceiverReport.Length + ReportBlock.Length];
        ReceiverReport.Write(report, 1, [new ReportBlock(ssrc, lost, 0, 0, 0, 0, 0)]);
        world.Worker.HandleDatagram(world.Now, world.Now, receiver.Tuple, report, world.Output);
    }

    /// <summary>A packet whose voice is its number, three bytes long.</summary>
    private void Send(int number, int repeated)
    {
        var payload = new List<byte>();
        for (var back = repeated; back > 0; back--)
        {
            var header = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(header, (uint)(0x80 | OpusType) << 24 | (uint)back * 960 << 10 | 3);
            payload.AddRange(header);
        }
        payload.Add(OpusType);
        for (var back = repeated; back >= 0; back--)
            payload.AddRange([(byte)(number - back), 0, 0]);
        encoder.Send(PlainPackets.Rtp(RedType, Ssrc, (ushort)number, (uint)number * 960, isLast: false, [.. payload]));
        world.RunFor(20);
    }

    private List<(RtpHeader Header, byte Type, byte[] Payload)> Seen(uint ssrc)
    {
        // What is under way.
        world.RunFor(100);
        return [.. receiver.PacketsOf(ssrc).Select(packet =>
        {
            Assert.True(RtpPacket.TryParse(packet, out var parsed));
            return (parsed.Header, parsed.PayloadType, parsed.Payload.ToArray());
        })];
    }

    private void AssertContinuous(uint ssrc)
    {
        var seen = Seen(ssrc);
        foreach (var (before, after) in seen.Zip(seen.Skip(1)))
        {
            Assert.Equal((ushort)(before.Header.SequenceNumber + 1), after.Header.SequenceNumber);
            Assert.Equal(960u, after.Header.Timestamp - before.Header.Timestamp);
        }
    }
}
