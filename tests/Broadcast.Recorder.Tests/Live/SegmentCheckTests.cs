using System.Buffers.Binary;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Fmp4;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Live;

[Trait("Category", "Integration")]
public sealed class SegmentCheckTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Counts_what_decodes_and_tells_a_picture_from_black()
    {
        var shown = await PictureAsync(await EncodedClip.H264Async(2));
        var found = await Check().LookAsync(shown, CancellationToken.None);
        Assert.Equal(new SegmentCheck.Finding(60, MadeUp: 0, IsEmpty: false), found);
    }

    [Fact]
    public async Task Counts_pictures_of_several_sizes()
    {
        List<byte[]> frames = [.. await EncodedClip.Vp8Async(1, "320x180"), .. await EncodedClip.Vp8Async(1, "1280x720"), .. await EncodedClip.Vp8Async(1, "240x320")];
        await File.WriteAllBytesAsync(directory["init"], []);
        await File.WriteAllBytesAsync(directory["0.ivf"], Ivf(frames));
        var found = await Check().LookAsync(new LiveSegment(directory["init"], directory["0.ivf"], 0, 3, frames.Count), CancellationToken.None);
        Assert.Equal(new SegmentCheck.Finding(90, MadeUp: 0, IsEmpty: false), found);
    }

    [Fact]
    public async Task A_segment_whose_pictures_are_destroyed_is_not_counted_as_whole()
    {
        var shown = await PictureAsync(await EncodedClip.H264Async(2));
        var bytes = await File.ReadAllBytesAsync(shown.Path);
        new Random(5).NextBytes(bytes.AsSpan(bytes.Length / 3));
        await File.WriteAllBytesAsync(shown.Path, bytes);
        Assert.InRange((await Check().LookAsync(shown, CancellationToken.None)).Frames, 0, 53);
    }

    [Fact]
    public async Task A_key_frame_without_its_first_slice_is_found()
    {
        var shown = await PictureAsync(
            await EncodedClip.H264Async(2, slices: 4), (number, frame) => number == 30 ? frame[(4 + BinaryPrimitives.ReadInt32BigEndian(frame))..] : frame);
        Assert.InRange((await Check().LookAsync(shown, CancellationToken.None)).MadeUp, 1, 30);
    }

    [Fact]
    public async Task Hears_whether_there_is_sound()
    {
        var beeps = Sound([.. await EncodedClip.OpusAsync(2)]);
        Assert.False((await Check().ListenAsync(beeps, CancellationToken.None)).IsEmpty);
        var silence = Sound([.. Enumerable.Repeat<byte[]>([0xFC, 0xFF, 0xFE], 100)]);
        Assert.Equal(new SegmentCheck.Finding(100, MadeUp: 0, IsEmpty: true), await Check().ListenAsync(silence, CancellationToken.None));
    }

    private static byte[] Ivf(List<byte[]> frames)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("DKIF\0\0\x20\0VP80"u8);
        foreach (var number in (ushort[])[320, 180])
            writer.Write(number);
        foreach (var number in (int[])[30, 1, frames.Count, 0])
            writer.Write(number);
        for (var i = 0; i < frames.Count; i++)
        {
            writer.Write(frames[i].Length);
            writer.Write((long)i);
            writer.Write(frames[i]);
        }
        return file.ToArray();
    }

    private SegmentCheck Check() => new(new FFmpegRunner(), directory.Path);

    private async Task<LiveSegment> PictureAsync(List<byte[]> units, Func<int, byte[], byte[]>? change = null)
    {
        var depacketiser = new H264Depacketiser();
        var frame = new FrameBuffer();
        var samples = new List<MediaSample>();
        foreach (var unit in units)
        {
            depacketiser.BeginFrame(isBehindLoss: false);
            frame.Clear();
            foreach (var payload in Packetiser.H264(unit))
                Assert.True(depacketiser.TryAppend(payload, frame));
            var data = frame.Written.ToArray();
            samples.Add(new MediaSample(samples.Count * 3_000, 3_000, depacketiser.IsKeyFrame, change?.Invoke(samples.Count, data) ?? data));
        }
        await File.WriteAllBytesAsync(directory["init.mp4"], InitSegment.H264(depacketiser.Describe()!.CodecPrivate, new PictureSize(640, 360)));
        await File.WriteAllBytesAsync(directory["0.m4s"], MediaSegment.Write(1, samples));
        return new LiveSegment(directory["init.mp4"], directory["0.m4s"], 0, samples.Count / 30d, samples.Count);
    }

    private LiveSegment Sound(IReadOnlyList<byte[]> packets)
    {
        var samples = packets.Select((packet, i) => new MediaSample(i * 960, 960, IsKey: true, packet)).ToList();
        File.WriteAllBytes(directory["sound.mp4"], InitSegment.Opus(2));
        File.WriteAllBytes(directory["sound.m4s"], MediaSegment.Write(1, samples));
        return new LiveSegment(directory["sound.mp4"], directory["sound.m4s"], 0, samples.Count / 50d, samples.Count);
    }
}
