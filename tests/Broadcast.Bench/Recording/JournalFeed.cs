using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Bench.Recording;

/// <summary>Hands what comes out of a socket to a recording's sink: a byte that says what it is, then an RTP packet.</summary>
internal sealed class JournalFeed(IDirectSink sink, TimeProvider time, ChaosTally tally)
{
    public const byte Video = 0;
    public const byte Audio = 1;
    public const byte End = 2;
    public const byte VideoPayloadType = 96;
    public const byte AudioPayloadType = 111;

    private static readonly ConsumerId Camera = new("camera");
    private static readonly ConsumerId Microphone = new("microphone");

    private Instant Now => new(time.GetTimestamp() * 1_000_000 / time.TimestampFrequency);

    /// <param name="codec">The MIME type of the picture.</param>
    public void Open(string codec)
    {
        sink.OnEvent(Now, new WebinarStarted().ToJson());
        Add(Camera, MediaKind.Video, new() { MimeType = codec, PayloadType = VideoPayloadType, ClockRate = 90_000 });
        Add(Microphone, MediaKind.Audio, new() { MimeType = "audio/opus", PayloadType = AudioPayloadType, ClockRate = 48_000, Channels = 2 });
    }

    /// <returns>False once the stream has ended.</returns>
    public bool Take(byte[] datagram)
    {
        if (datagram[0] == End)
        {
            sink.OnEvent(Now, new WebinarEnded().ToJson());
            sink.OnClosed(Now);
            return false;
        }
        tally.Received++;
        sink.OnRtp(Now, datagram[0] == Video ? Camera : Microphone, datagram.AsSpan(1));
        tally.Handed++;
        return true;
    }

    private void Add(ConsumerId consumer, MediaKind kind, RtpCodecParameters codec) =>
        sink.OnConsumerAdded(Now, consumer, new ProducerId($"{consumer}-producer"), kind, new RtpParameters { Codecs = [codec] });
}
