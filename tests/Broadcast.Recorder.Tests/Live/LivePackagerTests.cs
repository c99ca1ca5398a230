using System.Runtime.InteropServices;
using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Recorder.Tests.Sound;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.TestMedia;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace Broadcast.Recorder.Tests.Live;

[Trait("Category", "Integration")]
public sealed class LivePackagerTests(ITestOutputHelper output) : IDisposable
{
    private const int Seconds = 10;
    private const double SyncToleranceMs = 20;

    private readonly TemporaryDirectory directory = new();
    private readonly Schedule schedule = new();
    private readonly List<LiveFile> made = [];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task One_presenter_in_h264_plays_in_sync_and_every_frame_is_there()
    {
        schedule.Start();
        Video("camera").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, await PicturesAsync());
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, await SoundAsync());
        schedule.End(Seconds + 0.5);

        var analysis = await PackageAsync();

        Assert.Equal(Seconds * EncodedClip.FramesPerSecond, analysis.Frames.Count);
        Assert.Equal("", analysis.Errors);
        AssertInSync(analysis, Seconds + 0.5);
        Assert.Contains(made, file => file.Name == "video-1.m4s");
        Assert.Contains("#EXT-X-ENDLIST", await File.ReadAllTextAsync(directory["live/video.m3u8"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Segments_are_there_while_it_runs_and_a_reader_that_starts_over_makes_the_same()
    {
        schedule.Start();
        Video("camera").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, await PicturesAsync());
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, await SoundAsync());
        schedule.At(Seconds + 8, (sink, now) => sink.OnEvent(now, JsonDocument.Parse("""{"type":"marker"}""").RootElement));
        await using var node = new RecorderNode(
            Options.Create(new RecorderOptions { Directory = directory["journals"], FlushMilliseconds = 1, QueueBytes = 1 << 27 }), new FixedTime(), NullLoggerFactory.Instance);
        using var live = new LivePackager(new("test"), node.JournalDirectory(new("test")), directory["live"], made.Add);
        var sink = node.Open(new("test"));
        schedule.Play(sink);
        while (node.HealthOf(new("test"))!.WaitingBytes > 0)
            await Task.Yield();

        live.Advance();
        Assert.Contains(made, file => file.Name == "video-0.m4s");
        Assert.DoesNotContain("ENDLIST", await File.ReadAllTextAsync(directory["live/video.m3u8"]), StringComparison.Ordinal);
        sink.OnClosed(Sfu.Primitives.Instant.FromSeconds(1_234.5 + Seconds + 8));
        await node.WhenClosedAsync(new("test"), CancellationToken.None);
        live.Finish();

        using var again = new LivePackager(new("test"), node.JournalDirectory(new("test")), directory["again"], _ => { });
        again.Finish();
        foreach (var path in Directory.EnumerateFiles(directory["live"], "video-*.m4s"))
            Assert.Equal(await File.ReadAllBytesAsync(path), await File.ReadAllBytesAsync(directory[$"again/{Path.GetFileName(path)}"]));
    }

    [Fact]
    public async Task A_pause_is_cut_out_and_what_follows_stays_in_sync()
    {
        var (pictures, sound) = ((await PicturesAsync()).ToList(), (await SoundAsync()).ToList());
        var journals = directory["journals"];
        var time = new FixedTime();
        await using var node = new RecorderNode(
            Options.Create(new RecorderOptions { Directory = journals, QueueBytes = 1 << 27 }), time, NullLoggerFactory.Instance);
        await RecordAsync(node, """{"type":"recordingPaused"}""", pictures.Take(180), sound.Take(300));
        time.Now += TimeSpan.FromMinutes(10);
        await RecordAsync(node, """{"type":"webinarEnded"}""", pictures.Skip(180).Take(90), sound.Skip(300).Take(150));

        using var live = new LivePackager(new("test"), node.JournalDirectory(new("test")), directory["live"], made.Add);
        live.Finish();
        var analysis = await MediaAnalysis.OfAsync(directory["live/master.m3u8"]);

        Assert.InRange(analysis.Duration.TotalSeconds, 8.8, 10.2);
        Assert.Equal(270, analysis.Frames.Count);
        Assert.All(analysis.FlashToBeepMs(), offset => Assert.InRange(Math.Abs(offset), 0, SyncToleranceMs + 15));
    }

    [Fact]
    public async Task A_screen_takes_the_place_of_the_camera_and_gives_it_back()
    {
        var (pictures, small) = ((await PicturesAsync()).ToList(), (await PicturesAsync("320x180")).ToList());
        schedule.Start();
        Video("camera").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, pictures);
        var screen = Video("screen").Open(3, "ann", "screen");
        screen.Play(3.3, EncodedClip.FramesPerSecond, small.Skip(90).Take(90));
        screen.Close(6.3);
        Audio("microphone").Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, await SoundAsync());
        schedule.End(Seconds + 0.5);

        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        var playlist = await File.ReadAllTextAsync(directory["live/video.m3u8"]);
        output.WriteLine(playlist);
        Assert.Equal(3, playlist.Split("#EXT-X-MAP").Length - 1);
        Assert.Equal(2, playlist.Split("#EXT-X-DISCONTINUITY").Length - 1);
        var lengths = playlist.Split('\n').Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[8..^1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(lengths, Seconds + 0.4, Seconds + 0.6);
    }

    [Fact]
    public async Task A_phone_held_upright_is_shown_upright()
    {
        schedule.Start();
        var camera = Video("camera").Open(0.1, "ann", "camera");
        camera.Orientation = _ => 1;
        camera.Play(0.3, EncodedClip.FramesPerSecond, await PicturesAsync("360x640", "transpose=cclock"));
        schedule.End(Seconds + 0.5);

        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        Assert.Contains("RESOLUTION=640x360", await File.ReadAllTextAsync(directory["live/master.m3u8"]), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, Seconds * EncodedClip.FramesPerSecond), await NumbersAsync());
    }

    [Fact]
    public async Task A_camera_that_is_turned_begins_a_new_part_at_the_next_key_frame()
    {
        schedule.Start();
        var camera = Video("camera").Open(0.1, "ann", "camera");
        camera.Orientation = at => at < 4.5 ? (byte)0 : (byte)1;
        camera.Play(0.3, EncodedClip.FramesPerSecond, await PicturesAsync());
        schedule.End(Seconds + 0.5);

        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        var playlist = await File.ReadAllTextAsync(directory["live/video.m3u8"]);
        Assert.Equal(2, playlist.Split("#EXT-X-MAP").Length - 1);
        Assert.Equal((640, 360), await ShownSizeAsync("live/video-init0.mp4"));
        Assert.Equal((360, 641), await ShownSizeAsync("live/video-init1.mp4"));
    }

    [Fact]
    public async Task A_size_that_changes_while_its_parameter_sets_are_lost_costs_one_second_and_not_the_rest()
    {
        const int change = 4;
        var (wide, tall) = ((await PicturesAsync()).ToList(), (await PicturesAsync("360x640")).ToList());
        var lost = wide.Take(change * EncodedClip.FramesPerSecond).Sum(payloads => payloads.Count);
        schedule.Start();
        var camera = Video("camera").Open(0.1, "ann", "camera");
        camera.IsLost = number => number == lost;
        camera.Play(0.3, EncodedClip.FramesPerSecond, [.. wide.Take(change * EncodedClip.FramesPerSecond), .. tall.Skip(change * EncodedClip.FramesPerSecond)]);
        schedule.End(Seconds + 0.5);

        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();

        int[] left = [.. Enumerable.Range(0, 120), .. Enumerable.Range(150, 150)];
        Assert.Equal(left, await NumbersAsync());
        Assert.Equal(2, (await File.ReadAllTextAsync(directory["live/video.m3u8"])).Split("#EXT-X-MAP").Length - 1);
    }

    [Fact]
    public async Task Two_presenters_are_both_heard_in_the_one_sound()
    {
        schedule.Start();
        Video("camera").Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, await PicturesAsync());
        Audio("microphone").Open(0.1, "ann", "microphone").Play(1, EncodedClip.OpusPacketsPerSecond, Voice(440, seconds: 6));
        Audio("microphone2").Open(0.1, "bob", "microphone").Play(3, EncodedClip.OpusPacketsPerSecond, Voice(1_000, seconds: 6));
        schedule.End(Seconds + 0.5);
        await PackageAsync();

        Assert.Single(Directory.EnumerateFiles(directory["live"], "audio*.m3u8"));
        var (bytes, errors) = await Tool.RunAsync("ffmpeg", ["-v", "warning", "-nostdin", "-i", directory["live/audio.m3u8"], "-ac", "2", "-ar", "48000", "-f", "f32le", "-"]);
        var sound = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal("", errors);
        foreach (var (from, to, hasAnn, hasBob) in new[] { (1.2, 2.9, true, false), (3.2, 6.9, true, true), (7.2, 8.9, false, true), (9.2, 10, false, false) })
        {
            Assert.InRange(Tone.Loudness(sound, 440, from, to), hasAnn ? 0.2 : 0, hasAnn ? 0.4 : 0.01);
            Assert.InRange(Tone.Loudness(sound, 1_000, from, to), hasBob ? 0.2 : 0, hasBob ? 0.4 : 0.01);
        }
    }

    [Fact]
    public async Task Without_a_picture_the_sound_can_be_watched_after_some_seconds()
    {
        schedule.Start();
        Audio("microphone").Open(0.1, "ann", "microphone").Play(1, EncodedClip.OpusPacketsPerSecond, Voice(440, seconds: 5));
        schedule.End(20);
        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();
        var names = made.Select(file => file.Name).ToList();
        Assert.InRange(names.IndexOf("master.m3u8"), names.IndexOf("audio-3.m4s"), int.MaxValue);
        Assert.DoesNotContain("video", await File.ReadAllTextAsync(directory["live/master.m3u8"]), StringComparison.Ordinal);
    }

    private async Task RecordAsync(RecorderNode node, string lastEvent, IEnumerable<IReadOnlyList<byte[]>> pictures, IEnumerable<IReadOnlyList<byte[]>> sound)
    {
        var epoch = new Schedule();
        epoch.Start();
        new SimulatedStream(epoch, "camera", MediaKind.Video, "video/H264", 90_000) { Ssrc = 0x1000_0001 }
            .Open(0.1, "ann", "camera").Play(0.3, EncodedClip.FramesPerSecond, pictures);
        var voice = sound.ToList();
        new SimulatedStream(epoch, "microphone", MediaKind.Audio, "audio/opus", 48_000) { Ssrc = 0x2000_0001 }
            .Open(0.1, "ann", "microphone").Play(0.3, EncodedClip.OpusPacketsPerSecond, voice);
        var end = 0.4 + voice.Count / (double)EncodedClip.OpusPacketsPerSecond;
        epoch.Event(end, lastEvent);
        epoch.At(end, (sink, now) => sink.OnClosed(now));
        epoch.Play(node.Open(new("test")));
        await node.WhenClosedAsync(new("test"), CancellationToken.None);
    }

    private async Task<MediaAnalysis> PackageAsync()
    {
        var journal = await schedule.RecordAsync(directory["journals"]);
        using var live = new LivePackager(new("test"), journal, directory["live"], made.Add);
        live.Finish();
        var analysis = await MediaAnalysis.OfAsync(directory["live/master.m3u8"]);
        output.WriteLine($"{analysis.Duration}, {analysis.Frames.Count} frames, offsets {string.Join(' ', analysis.FlashToBeepMs().Select(ms => $"{ms:0.0}"))} {analysis.Errors}");
        return analysis;
    }

    private static void AssertInSync(MediaAnalysis analysis, double seconds)
    {
        Assert.InRange(analysis.Duration.TotalSeconds, seconds - 0.3, seconds + 0.3);
        Assert.NotEmpty(analysis.Flashes);
        Assert.All(analysis.FlashToBeepMs(), offset => Assert.InRange(Math.Abs(offset), 0, SyncToleranceMs + 15));
    }

    private SimulatedStream Video(string id) =>
        new(schedule, id, MediaKind.Video, "video/H264", 90_000) { Ssrc = (uint)id.Length + 0x1000_0000 };

    private SimulatedStream Audio(string id) =>
        new(schedule, id, MediaKind.Audio, "audio/opus", 48_000) { Ssrc = (uint)id.Length + 0x2000_0000 };

    private static IEnumerable<IReadOnlyList<byte[]>> Voice(double hertz, double seconds) =>
        Tone.Packets(hertz, seconds).Select(packet => (IReadOnlyList<byte[]>)[packet]);

    /// <summary>The frames of the clip that are seen; -1 where one cannot be read. Each part between two discontinuities is played for itself.</summary>
    private async Task<List<int>> NumbersAsync()
    {
        var numbers = new List<int>();
        var parts = (await File.ReadAllTextAsync(directory["live/video.m3u8"])).Split("#EXT-X-MAP:URI=").Skip(1);
        foreach (var part in parts)
        {
            var names = part.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('"') is [_, var init, ..] ? init : line);
            await File.WriteAllBytesAsync(directory["part.mp4"], [.. names.SelectMany(name => File.ReadAllBytes(directory[$"live/{name}"]))]);
            var (strips, errors) = await Tool.RunAsync("ffmpeg",
                ["-v", "warning", "-nostdin", "-i", directory["part.mp4"], "-fps_mode", "passthrough", "-vf", FrameStrip.Filter, "-f", "rawvideo", "-"]);
            Assert.Equal("", errors);
            numbers.AddRange(strips.Chunk(FrameStrip.Bits).Select(blocks => FrameStrip.Read(blocks) ?? -1));
        }
        return numbers;
    }

    /// <summary>As a player shows the pictures that follow: turned, with the aspect of their pixels.</summary>
    private async Task<(int Width, int Height)> ShownSizeAsync(string init)
    {
        var (json, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-of", "json", "-show_streams", directory[init]]);
        using var probe = JsonDocument.Parse(json);
        var stream = probe.RootElement.GetProperty("streams")[0];
        var (width, height) = (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32());
        var aspect = stream.TryGetProperty("sample_aspect_ratio", out var told) ? told.GetString()!.Split(':').Select(int.Parse).ToList() : [1, 1];
        width = width * aspect[0] / aspect[1];
        return stream.TryGetProperty("side_data_list", out _) ? (height, width) : (width, height);
    }

    private static async Task<IEnumerable<IReadOnlyList<byte[]>>> PicturesAsync(string size = "640x360", string filter = "null") =>
        (await EncodedClip.H264Async(Seconds, size, filter)).Select(frame => (IReadOnlyList<byte[]>)[.. Packetiser.H264(frame)]);

    private static async Task<IEnumerable<IReadOnlyList<byte[]>>> SoundAsync() =>
        (await EncodedClip.OpusAsync(Seconds)).Select(frame => (IReadOnlyList<byte[]>)[.. Packetiser.Opus(frame)]);
}
