using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Packaging;
using Broadcast.Recorder.Tests.Cases;
using Broadcast.Recorder.Tests.Composition;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Packaging;

[Trait("Category", "Integration")]
public sealed class RecordingPackagerTests : IDisposable
{
    private const double Seconds = 8.5;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Two_people_a_screen_and_a_title_become_all_that_is_published()
    {
        var logo = directory["logo.png"];
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=c=red:s=200x80", "-frames:v", "1", logo]);
        var style = new CompositionStyle
        {
            Arrangement = Arrangement.Speaker, Height = 720, Title = "It's 100 %: a \"title\"", Logo = logo, HasLadder = true, HasTracks = true,
        };

        var (manifest, package) = await MakeAsync(style);

        var video = package[0].File;
        Assert.Equal(Seconds, video.Duration.TotalSeconds, 0.1);
        await AssertProbesAsync(video.Path, "h264,1280,720,30/1", "aac,2");
        await AssertProbesAsync(FileOf(package, RecordingFileKind.Audio), "aac,2");
        Assert.InRange(await LoudnessAsync(video.Path), -18, -14.5);
        Assert.Equal(["Start", "Shared screen of O'Neil: 50 %", "After the shared screen", "Questions"], await ChaptersAsync(video.Path));
        Assert.Contains("Questions", await File.ReadAllTextAsync(FileOf(package, RecordingFileKind.Chapters)), StringComparison.Ordinal);
        Assert.Equal(4, (await File.ReadAllLinesAsync(FileOf(package, RecordingFileKind.SpriteIndex))).Count(line => line.Contains("-->", StringComparison.Ordinal)));
        Assert.Equal(manifest.Files.Count, package.Count(file => file.Kind == RecordingFileKind.Track));
        await AssertLadderPlaysAsync(package);
    }

    [Fact]
    public async Task Another_style_is_rendered_from_the_same_tracks()
    {
        var (manifest, _) = await MakeAsync(new CompositionStyle { Height = 180 });
        var finalizer = new RecordingFinalizer();
        var video = await finalizer.ComposeAsync(
            manifest, new CompositionStyle { Height = 360, Arrangement = Arrangement.Speaker }, directory["work"], new Progress<double>(), CancellationToken.None);
        await AssertProbesAsync(video.Path, "h264,640,360,30/1", "aac,2");
    }

    [Theory]
    [InlineData(0.04)]
    [InlineData(0.7)]
    [InlineData(2.5)]
    public async Task A_recording_that_was_cut_off_at_once_has_a_poster_and_a_sprite(double seconds)
    {
        var work = Directory.CreateDirectory(directory["work"]).FullName;
        var (video, sound) = (Path.Combine(work, Composer.FileName), Path.Combine(work, SoundTrack.FileName));
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=r=30", "-t", $"{seconds}", "-pix_fmt", "yuv420p", video]);
        await Tool.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "anullsrc", "-t", $"{seconds}", sound]);
        var made = new MediaFile(video, "video/mp4", new FileInfo(video).Length, TimeSpan.FromSeconds(seconds));

        var package = await new RecordingPackager(new FFmpegRunner(), work)
            .PackageAsync(Manifests.Of(seconds), CompositionStyle.Default, made, new Progress<double>(), CancellationToken.None);

        Assert.Equal(
            [RecordingFileKind.Video, RecordingFileKind.Audio, RecordingFileKind.Poster, RecordingFileKind.Sprites, RecordingFileKind.SpriteIndex],
            package.Select(each => each.Kind));
        Assert.All(package, each => Assert.NotEqual(0, each.File.Bytes));
    }

    private async Task<(RecordingManifest, IReadOnlyList<PackagedFile>)> MakeAsync(CompositionStyle style)
    {
        var stage = new CaseStage();
        stage.Schedule.Start();
        var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
        camera.Play();
        microphone.Play();
        var other = await stage.AddAsync(Clip.Vp8(), "camera2", "O'Neil: 50 %", "camera");
        other.Play();
        var share = await stage.AddAsync(Clip.Vp8(), "share", "O'Neil: 50 %", "screen", at: 3);
        share.Play(3, 5);
        share.Stream.Close(5.3);
        stage.Schedule.Event(1, """{"type":"activeSpeaker","producerId":"producer-microphone"}""");
        stage.Schedule.Event(7, """{"type":"marker","label":"Questions"}""");
        stage.End(Seconds);
        var journal = await stage.Schedule.RecordAsync(directory["journals"]);
        var finalizer = new RecordingFinalizer();
        var (work, progress) = (directory["work"], new Progress<double>());
        var manifest = await finalizer.FinalizeAsync(journal, work, progress, CancellationToken.None);
        var video = await finalizer.ComposeAsync(manifest, style, work, progress, CancellationToken.None);
        return (manifest, await finalizer.PackageAsync(manifest, style, video, work, progress, CancellationToken.None));
    }

    private static string FileOf(IEnumerable<PackagedFile> package, RecordingFileKind kind) => package.Single(file => file.Kind == kind).File.Path;

    // Laid out as in the store: all in one folder.
    private async Task AssertLadderPlaysAsync(IReadOnlyList<PackagedFile> package)
    {
        var store = Directory.CreateDirectory(directory["store"]).FullName;
        foreach (var file in package.Where(file => file.Kind is RecordingFileKind.Playlist or RecordingFileKind.PlaylistPart))
            File.Copy(file.File.Path, Path.Combine(store, Path.GetFileName(file.File.Path)));
        var (said, _) = await Tool.RunAsync("ffprobe",
            ["-v", "error", "-select_streams", "v", "-show_entries", "stream=height", "-of", "csv=p=0", Path.Combine(store, "master.m3u8")]);
        Assert.Equal(["480", "720"], System.Text.Encoding.ASCII.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Order());
    }

    private static async Task AssertProbesAsync(string path, params IEnumerable<string> streams)
    {
        var (said, _) = await Tool.RunAsync("ffprobe",
            ["-v", "error", "-show_entries", "stream=codec_name,width,height,r_frame_rate,channels", "-of", "csv=p=0", path]);
        var lines = System.Text.Encoding.ASCII.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(streams.Zip(lines), each => Assert.StartsWith(each.First, each.Second, StringComparison.Ordinal));
        Assert.True(lines.Length >= streams.Count());
    }

    private static async Task<double> LoudnessAsync(string path)
    {
        var (_, said) = await Tool.RunAsync("ffmpeg", ["-nostdin", "-i", path, "-map", "0:a", "-af", "ebur128=framelog=verbose", "-f", "null", "-"]);
        var line = said.Split('\n').Last(each => each.TrimStart().StartsWith("I:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Replace("LUFS", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> ChaptersAsync(string path)
    {
        var (said, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-show_entries", "chapter_tags=title", "-of", "csv=p=0", path]);
        return System.Text.Encoding.UTF8.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
