using System.Buffers.Binary;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Recordings;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Jobs.Tests.Pipeline;

[Trait("Category", "Integration")]
public sealed class RealMediaTests : IDisposable
{
    private const int Frames = 150;
    private const int FrameMilliseconds = 20;
    private static readonly byte[] SilentOpusFrame = [0xf8, 0xff, 0xfe];
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);
    private static readonly ConsumerId Microphone = new("c1");

    private readonly TempDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Turns_what_was_journaled_into_a_published_video_with_a_poster()
    {
        await using var app = await JobsApp.StartAsync(data.Path);
        var start = TimeProvider.System.GetUtcNow();
        await app.Pipeline.StartAsync(new("r1"), new("w1"), start, default);

        var opened = TimeProvider.System.GetTimestamp();
        Speak(app.Get<RecorderNode>().Open(new("r1")));
        var opening = TimeProvider.System.GetElapsedTime(opened);
        await app.Pipeline.CompleteAsync(new("r1"), start.AddMilliseconds(Frames * FrameMilliseconds), default);
        var recording = await app.WhenAsync("r1", r => r.State == RecordingState.Ready || r.Error is not null);

        Assert.Null(recording.Error);
        var spoken = TimeSpan.FromMilliseconds(Frames * FrameMilliseconds);
        Assert.InRange(recording.Duration!.Value, spoken - Tolerance, spoken + opening + Tolerance);
        Assert.Equal(["audio/mp4", "image/jpeg", "image/jpeg", "text/vtt", "video/mp4"], recording.Files.Select(file => file.ContentType).Order());
        Assert.All(recording.Files, file => Assert.True(new FileInfo(data.File($"objects/{file.StoreKey}")).Length == file.Bytes));

        Assert.Equal(DeleteResult.Deleted, await app.Pipeline.DeleteAsync(new("r1"), default));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.File("journals")));
    }

    private static void Speak(IDirectSink sink)
    {
        var parameters = new RtpParameters
        {
            Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = 111, ClockRate = 48_000, Channels = 2 }],
        };
        var start = new Instant(TimeProvider.System.GetTimestamp() * 1_000_000 / TimeProvider.System.TimestampFrequency);
        sink.OnConsumerAdded(start, Microphone, new ProducerId("p1"), MediaKind.Audio, parameters);
        for (var frame = 0; frame < Frames; frame++)
            sink.OnRtp(start.AddMilliseconds(frame * FrameMilliseconds), Microphone, PacketOf(frame));
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
