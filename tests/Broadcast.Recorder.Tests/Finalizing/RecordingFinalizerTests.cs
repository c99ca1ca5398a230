using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Packaging;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.Recorder.Tests.Finalizing;

[Trait("Category", "Integration")]
public sealed class RecordingFinalizerTests(ITestOutputHelper output) : IDisposable
{
    private const int Seconds = 10;

    /// <summary>As large as the clips are.</summary>
    private static readonly CompositionStyle Style = new() { Height = 360 };

    private readonly TemporaryDirectory directory = new();
    private readonly Schedule schedule = new();
    private readonly RecordingFinalizer finalizer = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task One_presenter_in_vp8_becomes_an_mp4_in_sync()
    {
        schedule.Start();
        Video("camera", "video/VP8").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, await Vp8Async());
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, await OpusAsync());
        schedule.End(Seconds + 0.5);

        var (manifest, analysis) = await MakeAsync();

        Assert.All(manifest.Tracks, track => Assert.Equal(0, track.PacketsMissing + track.FramesDropped));
        AssertInSync(analysis, Seconds + 0.5, flashes: Seconds);
        Assert.True(analysis.LongestGapMs() <= 100, $"gap of {analysis.LongestGapMs()} ms");
    }

    [Fact]
    public async Task One_presenter_in_h264_is_copied_and_in_sync()
    {
        schedule.Start();
        Video("camera", "video/H264").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, await H264Async());
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, await OpusAsync());
        schedule.End(Seconds + 0.5);

        var (manifest, analysis) = await MakeAsync();

        Assert.True(manifest.Tracks[0].IsUniform);
        Assert.False(Directory.Exists(directory["work/segments"]));
        Assert.Equal(Seconds * EncodedClip.FramesPerSecond, analysis.Frames.Count);
        AssertInSync(analysis, Seconds + 0.5, flashes: Seconds);
        Assert.True(analysis.LongestGapMs() <= 100, $"gap of {analysis.LongestGapMs()} ms");
    }

    [Fact]
    public async Task Presenters_that_come_go_stall_and_lose_packets_stay_in_sync()
    {
        schedule.Start();
        // Ann's camera comes back under a new SSRC and another size after two seconds away; her packets 400 to 402 are lost for good.
        var frames = (await Vp8Async()).ToList();
        var small = (await Vp8Async("320x180")).ToList();
        var camera = Video("camera", "video/VP8").Open(0.1, "ann", "camera");
        camera.IsLost = number => number is >= 400 and <= 402;
        camera.Play(0.3, EncodedClip.FramesPerSecond, frames.Take(120));
        (camera.Ssrc, camera.TimestampBase) = (0x1000_0002, 77);
        camera.Play(6.3, EncodedClip.FramesPerSecond, small.Skip(180));
        var sound = (await OpusAsync()).ToList();
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, sound);
        // Bob is there for three seconds, without reports and late.
        var bob = Video("bob", "video/VP8").Open(2, "bob", "camera");
        bob.SendsReports = false;
        bob.Play(2.3, EncodedClip.FramesPerSecond, frames.Take(90));
        bob.Close(5.3);
        schedule.End(Seconds + 0.5);

        var (manifest, analysis) = await MakeAsync();

        Assert.Equal(3, manifest.Tracks.Single(track => track.Id == "consumer-camera").PacketsMissing);
        Assert.Equal(2, manifest.Tracks.Single(track => track.Id == "consumer-camera").Pieces.Count);
        Assert.Equal((int)((Seconds + 0.5) * 30), analysis.Frames.Count);
        Assert.Equal("", analysis.Errors);
        Assert.InRange(analysis.Duration.TotalSeconds, Seconds + 0.4, Seconds + 0.6);
        Assert.All(analysis.Flashes.Where(flash => flash > 7).Select(flash => analysis.Beeps.Min(beep => Math.Abs(beep - flash))),
            offset => Assert.InRange(offset, 0, 0.035));
        Assert.Contains(analysis.Flashes, flash => flash > 7);
    }

    private SimulatedStream Video(string id, string codec) => new(schedule, id, MediaKind.Video, codec, 90_000);

    private SimulatedStream Audio(string id) => new(schedule, id, MediaKind.Audio, "audio/opus", 48_000) { Ssrc = 0x2000_0001 };

    private static async Task<IEnumerable<IReadOnlyList<byte[]>>> Vp8Async(string size = "640x360") =>
        (await EncodedClip.Vp8Async(Seconds, size)).Select(frame => Packetiser.Vp8(frame).ToList());

    private static async Task<IEnumerable<IReadOnlyList<byte[]>>> H264Async() =>
        (await EncodedClip.H264Async(Seconds)).Select(frame => Packetiser.H264(frame).ToList());

    private static async Task<IEnumerable<IReadOnlyList<byte[]>>> OpusAsync() =>
        (await EncodedClip.OpusAsync(Seconds)).Take(Seconds * EncodedClip.OpusPacketsPerSecond).Select(frame => Packetiser.Opus(frame).ToList());

    private async Task<(RecordingManifest Manifest, MediaAnalysis Analysis)> MakeAsync()
    {
        var journal = await schedule.RecordAsync(directory["journals"]);
        var progress = new Progress<double>();
        var manifest = await finalizer.FinalizeAsync(journal, directory["work"], progress, CancellationToken.None);
        var video = await finalizer.ComposeAsync(manifest, Style, directory["work"], progress, CancellationToken.None);
        var package = await finalizer.PackageAsync(manifest, Style, video, directory["work"], progress, CancellationToken.None);
        Assert.True(package.Single(file => file.Kind == RecordingFileKind.Poster).File.Bytes > 1_000);
        Assert.Empty(Directory.EnumerateFiles(directory["work"], "*.unfinished", SearchOption.AllDirectories));
        var analysis = await MediaAnalysis.OfAsync(video.Path);
        var offsets = analysis.FlashToBeepMs();
        output.WriteLine($"duration error {(analysis.Duration - manifest.Duration).TotalMilliseconds:0} ms, {analysis.Frames.Count} frames, "
            + $"longest gap {analysis.LongestGapMs():0} ms, {analysis.Flashes.Count} flashes, beep after flash {offsets.Min():0.0} to {offsets.Max():0.0} ms");
        return (manifest, analysis);
    }

    private static void AssertInSync(MediaAnalysis analysis, double duration, int flashes)
    {
        Assert.Equal("", analysis.Errors);
        Assert.InRange(analysis.Duration.TotalSeconds, duration - 0.1, duration + 0.1);
        Assert.InRange(analysis.Flashes.Count, flashes - 1, flashes + 1);
        Assert.All(analysis.FlashToBeepMs(), offset => Assert.InRange(offset, -35, 35));
    }
}
