using System.Globalization;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;

namespace Broadcast.Recorder.Packaging;

/// <summary>At most a hundred small pictures of a recording in one image, and a WebVTT index by which a player finds them.</summary>
internal sealed class SpriteSheet(FFmpegRunner ffmpeg, string workDirectory)
{
    private const string ImageName = "sprites.jpg";
    private const string IndexName = "sprites.vtt";
    private const int Width = 160;
    private const int Height = 90;
    private const int Columns = 10;
    private const int MaxSprites = 100;
    private const double LeastSeconds = 2;

    /// <summary>From here on only key frames are looked at, of which there are enough then.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    public async Task<IReadOnlyList<PackagedFile>> MakeAsync(MediaFile video, CancellationToken cancellationToken)
    {
        var every = Math.Max(LeastSeconds, Math.Ceiling(video.Duration.TotalSeconds / MaxSprites));
        var count = Math.Max(1, (int)(video.Duration.TotalSeconds / every));
        var image = await DrawAsync(video, every, count, cancellationToken);
        var index = Path.Combine(workDirectory, IndexName);
        using var file = new AtomicFile(index);
        await File.WriteAllTextAsync(file.TemporaryPath, WebVtt.Of(Cues(every, count)), cancellationToken);
        file.Commit();
        return
        [
            new(RecordingFileKind.Sprites, new MediaFile(image, "image/jpeg", new FileInfo(image).Length, TimeSpan.Zero)),
            new(RecordingFileKind.SpriteIndex, new MediaFile(index, "text/vtt", new FileInfo(index).Length, TimeSpan.Zero)),
        ];
    }

    private async Task<string> DrawAsync(MediaFile video, double every, int count, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workDirectory, ImageName);
        using var file = new AtomicFile(path);
        var rows = (count + Columns - 1) / Columns;
        // The last picture too: of a video that is shorter than half the distance there would be none at all.
        var filter = string.Create(CultureInfo.InvariantCulture,
            $"fps=1/{every}:eof_action=pass,scale={Width}:{Height}:force_original_aspect_ratio=decrease,pad={Width}:{Height}:-1:-1,tile={Columns}x{rows}");
        var command = new FFmpegCommand()
            .Input(video.Path, video.Duration > Long ? ["-skip_frame", "nokey"] : [])
            .Add("-vf", filter, "-frames:v", "1", "-q:v", "4")
            .Output("image2", file.TemporaryPath);
        await ffmpeg.RunAsync(command, TimeSpan.Zero, null, cancellationToken);
        file.Commit();
        return path;
    }

    private static IEnumerable<(TimeSpan, TimeSpan, string)> Cues(double every, int count) =>
        Enumerable.Range(0, count).Select(i => (
            TimeSpan.FromSeconds(i * every),
            TimeSpan.FromSeconds((i + 1) * every),
            string.Create(CultureInfo.InvariantCulture, $"{ImageName}#xywh={i % Columns * Width},{i / Columns * Height},{Width},{Height}")));
}
