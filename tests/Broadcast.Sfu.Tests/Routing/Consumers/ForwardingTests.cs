using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>What becomes of a publisher's packets and reports on their way through the worker.</summary>
public sealed class ForwardingTests : IDisposable
{
    private const uint AudioSsrc = 3301214478;

    private readonly World world = new(1);
    private readonly PlainEncoder encoder;
    private readonly PlainReceiver receiver;

    public ForwardingTests()
    {
        encoder = new PlainEncoder(world);
        receiver = PlainReceiver.Open(world, "decoder", 7_000);
    }

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("video/VP9", """{"profile-id":0}""", "8C 01 00 AA", "CC 01 00 AA")]
    [InlineData("video/H264", """{"level-asymmetry-allowed":1,"packetization-mode":1,"profile-level-id":"42e01f"}""", "65 88 84 AA", "41 9A 24 AA")]
    [InlineData("video/AV1", """{"level-idx":5,"profile":0,"tier":0}""", "18 0A AA", "10 32 AA")]
    public void Every_codec_begins_at_its_key_frame(string mimeType, string parameters, string keyFrame, string delta)
    {
        var producer = encoder.Produce(MediaKind.Video, ChromiumSamples.WithCodecs(
            $$"""[{"mimeType":"{{mimeType}}","payloadType":98,"clockRate":90000,"parameters":{{parameters}},"rtcpFeedback":[{"type":"nack","parameter":"pli"}]}]"""));
        var ssrc = receiver.Consume(producer);

        Send(1, delta);
        Send(2, keyFrame);
        Send(3, delta);
        world.RunFor(50);

        Assert.Equal([keyFrame, delta], receiver.PacketsOf(ssrc).Select(PayloadOf));

        void Send(ushort sequence, string payload) =>
            encoder.Send(PlainPackets.Rtp(98, PlainPackets.Ssrc, sequence, sequence * 3_000u, isLast: true, Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void Audio_and_video_of_one_publisher_stay_on_one_wallclock_from_the_first_report_on()
    {
        var video = receiver.Consume(encoder.Produce(MediaKind.Video, ChromiumSamples.Vp8));
        var audio = receiver.Consume(encoder.Produce(MediaKind.Audio, ChromiumSamples.Opus));
        SendMedia(0);
        world.RunFor(1_500);
        Assert.Empty(receiver.Reports);

        // At the publisher's 5 s, video stands at 90,000 and audio at 480,000.
        var ntpTime = NtpTime.FromMicroseconds(5_000_000);
        encoder.SendReport(PlainPackets.Ssrc, ntpTime, 90_000);
        encoder.SendReport(AudioSsrc, ntpTime, 480_000);
        world.RunFor(1_500);
        var early = Skew();
        SendMedia(1);
        world.RunFor(3_000);

        Assert.InRange(early, -100, 100);
        Assert.InRange(Skew() - early, -100, 100);

        // Microseconds by which the viewer would play audio too late against video.
        long Skew()
        {
            var (videoClock, audioClock) = (receiver.Reports[video], receiver.Reports[audio]);
            var videoOffset = videoClock.NtpTime.ToMicroseconds() - (videoClock.RtpTimestamp - 90_000L) * 1_000_000 / 90_000;
            var audioOffset = audioClock.NtpTime.ToMicroseconds() - (audioClock.RtpTimestamp - 480_000L) * 1_000_000 / 48_000;
            return audioOffset - videoOffset;
        }
    }

    [Fact]
    public void A_publisher_that_restarts_far_back_is_followed_from_its_next_key_frame_on()
    {
        var ssrc = receiver.Consume(encoder.Produce(MediaKind.Video, ChromiumSamples.Vp8));
        SendFrame(40_000, 900_000, isKeyFrame: true);
        SendFrame(40_005, 903_000, isKeyFrame: false);
        world.RunFor(100);
        var drops = world.Worker.Drops[DropReason.RtpTooOld];
        SendFrame(20_000, 5_000, isKeyFrame: false);
        SendFrame(20_005, 8_000, isKeyFrame: true);
        world.RunFor(100);

        Assert.Equal(drops + 1, world.Worker.Drops[DropReason.RtpTooOld]);
        var packets = receiver.PacketsOf(ssrc).Select(Parse).ToList();
        Assert.Equal(15, packets.Count);
        Assert.All(packets.Zip(packets.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence));
        // About a tenth of a second passed between the last frame before and the first after.
        Assert.InRange(packets[10].Timestamp - packets[9].Timestamp, 8_000u, 10_000u);
    }

    private void SendMedia(int index)
    {
        SendFrame((ushort)(index * 5), 90_000 + (uint)index * 3_000, isKeyFrame: index == 0);
        encoder.Send(PlainPackets.Opus(AudioSsrc, (ushort)(500 + index), level: 20));
    }

    private void SendFrame(ushort first, uint timestamp, bool isKeyFrame)
    {
        for (var i = 0; i < 5; i++)
            encoder.Send(PlainPackets.Vp8((ushort)(first + i), timestamp, isLast: i == 4, isKeyFrame));
    }

    private static string PayloadOf(byte[] datagram)
    {
        RtpPacket.TryParse(datagram, out var packet);
        return BitConverter.ToString(packet.Payload.ToArray()).Replace('-', ' ');
    }

    private static (ushort Sequence, uint Timestamp) Parse(byte[] datagram)
    {
        RtpPacket.TryParse(datagram, out var packet);
        return (packet.SequenceNumber, packet.Timestamp);
    }
}
