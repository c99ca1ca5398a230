using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>A presenter for as long as one likes: seconds of the test clip, over and over, handed to a recording's sink.</summary>
internal sealed class LoopedPresenter(PresenterClip clip, string name, IDirectSink sink, Instant start)
{
    private const byte VideoPayloadType = 96;
    private const byte AudioPayloadType = 111;

    private readonly ConsumerId camera = new($"{name}-camera");
    private readonly ConsumerId microphone = new($"{name}-microphone");
    private ushort videoSequence;
    private ushort audioSequence;

    public void Open()
    {
        Add(camera, MediaKind.Video, "camera", new() { MimeType = clip.VideoType, PayloadType = VideoPayloadType, ClockRate = 90_000 });
        Add(microphone, MediaKind.Audio, "microphone", new() { MimeType = "audio/opus", PayloadType = AudioPayloadType, ClockRate = 48_000, Channels = 2 });
    }

    /// <summary>Hands over one tenth of a second.</summary>
    /// <param name="tenth">Counted from the start.</param>
    public void Play(int tenth)
    {
        for (var frame = tenth * 3; frame < (tenth + 1) * 3; frame++)
            Send(camera, VideoPayloadType, ref videoSequence, frame / 30d, (uint)frame * 3_000, clip.Pictures[frame % clip.Pictures.Count]);
        for (var frame = tenth * 5; frame < (tenth + 1) * 5; frame++)
            Send(microphone, AudioPayloadType, ref audioSequence, frame / 50d, (uint)frame * 960, clip.Sounds[frame % clip.Sounds.Count]);
    }

    private void Send(ConsumerId consumer, byte payloadType, ref ushort sequence, double at, uint timestamp, IReadOnlyList<byte[]> payloads)
    {
        for (var i = 0; i < payloads.Count; i++)
        {
            var packet = Packetiser.Rtp(payloadType, i == payloads.Count - 1, sequence++, timestamp, payloadType, payloads[i]);
            sink.OnRtp(start.AddMilliseconds((long)(at * 1_000)), consumer, packet);
        }
    }

    private void Add(ConsumerId consumer, MediaKind kind, string source, RtpCodecParameters codec)
    {
        var producer = new ProducerId($"{consumer}-producer");
        sink.OnEvent(start, JsonSerializer.SerializeToElement(new { type = "producer", producerId = producer.Value, participantId = name, displayName = name, source }));
        sink.OnConsumerAdded(start, consumer, producer, kind, new RtpParameters { Codecs = [codec] });
    }
}
