using System.Buffers.Binary;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Jobs.Tests;

/// <summary>Three seconds of a silent microphone, as a media node hands them to the recorder; all at once.</summary>
internal static class Speech
{
    public const int Frames = 150;
    private const int FrameMilliseconds = 20;
    private static readonly byte[] SilentOpusFrame = [0xf8, 0xff, 0xfe];
    private static readonly ConsumerId Microphone = new("c1");

    public static TimeSpan Length => TimeSpan.FromMilliseconds(Frames * FrameMilliseconds);

    /// <param name="said">What the stage says before it; null for nothing.</param>
    /// <param name="close">Whether the journal is closed; otherwise it is as if the node had been killed.</param>
    public static void Into(IDirectSink sink, StageEvent? said = null, bool close = true)
    {
        var parameters = new RtpParameters
        {
            Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = 111, ClockRate = 48_000, Channels = 2 }],
        };
        var start = new Instant(TimeProvider.System.GetTimestamp() * 1_000_000 / TimeProvider.System.TimestampFrequency);
        if (said is not null)
            sink.OnEvent(start, said.ToJson());
        sink.OnConsumerAdded(start, Microphone, new ProducerId("p1"), MediaKind.Audio, parameters);
        for (var frame = 0; frame < Frames; frame++)
            sink.OnRtp(start.AddMilliseconds(frame * FrameMilliseconds), Microphone, PacketOf(frame));
        if (close)
            sink.OnClosed(start.AddMilliseconds(Frames * FrameMilliseconds));
    }

    private static byte[] PacketOf(int frame)
    {
        var packet = new byte[12 + SilentOpusFrame.Length];
        (packet[0], packet[1]) = (0x80, 111);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)frame);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(frame * 960));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0xb0ca57);
        SilentOpusFrame.CopyTo(packet, 12);
        return packet;
    }
}
