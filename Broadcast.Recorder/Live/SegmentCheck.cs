using System.Globalization;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Live.Formats;

namespace Broadcast.Recorder.Live;

/// <summary>Looks into closed segments as a player would: decodes them whole and measures light and loudness.</summary>
/// <param name="directory">For the file that is put together to be decoded.</param>
internal sealed class SegmentCheck(FFmpegRunner ffmpeg, string directory)
{
    /// <summary>A picture no pixel of which is brighter than this (of 16 to 235) is black.</summary>
    private const double BlackLuma = 32;

    /// <summary>Digital silence and the noise of a closed microphone lie below, in dBFS.</summary>
    private const double SilentDb = -75;

    /// <summary>What was found.</summary>
    /// <param name="Frames">Pictures, or packets of sound, that could be decoded.</param>
    /// <param name="MadeUp">Of the frames: those in which the decoder made something up in place of what is not there.</param>
    public sealed record Finding(int Frames, int MadeUp, bool IsEmpty);

    public Task<Finding> LookAsync(LiveSegment picture, CancellationToken cancellationToken) =>
        MeasureAsync(picture, "look", "v", "scale=160:90,signalstats,metadata", "lavfi.signalstats.YMAX", BlackLuma, cancellationToken);

    public Task<Finding> ListenAsync(LiveSegment sound, CancellationToken cancellationToken) =>
        MeasureAsync(sound, "listen", "a", "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level,ametadata", "lavfi.astats.Overall.RMS_level", SilentDb, cancellationToken);

    /// <param name="kind">As FFmpeg's options name it.</param>
    /// <param name="filters">The last one writes down what the others found.</param>
    private async Task<Finding> MeasureAsync(LiveSegment segment, string name, string kind, string filters, string key, double least, CancellationToken cancellationToken)
    {
        var (path, found) = (Path.Combine(directory, $"{name}.mp4"), Path.Combine(directory, $"{name}.txt"));
        try
        {
            await JoinAsync(segment, path, cancellationToken);
            // Pictures of another size than the first would begin the graph anew, and with it the file of what was found.
            var command = new FFmpegCommand().Input(path, "-reinit_filter", "0").Map($"0:{kind}:0")
                .Add("-v", "warning", "-fps_mode", "passthrough", $"-{kind}f", $"{filters}=print:key={key}:file={FFmpegCommand.Quote(found)}").Output("null", "-");
            var said = await ffmpeg.RunAsync(command, TimeSpan.Zero, null, cancellationToken);
            var lines = File.Exists(found) ? await File.ReadAllLinesAsync(found, cancellationToken) : [];
            var levels = lines.Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(Level).ToList();
            return new Finding(levels.Count, said.Split("corrupt decoded frame").Length - 1, levels.All(level => level <= least));
        }
        catch (FFmpegException)
        {
            return new Finding(0, 0, IsEmpty: true);
        }
        finally
        {
            File.Delete(path);
            File.Delete(found);
        }
    }

    private static async Task JoinAsync(LiveSegment segment, string path, CancellationToken cancellationToken)
    {
        await using var joined = new FileStream(path, FileMode.Create, FileAccess.Write);
        foreach (var part in (string[])[segment.InitPath, segment.Path])
            await joined.WriteAsync(await File.ReadAllBytesAsync(part, cancellationToken), cancellationToken);
    }

    private static double Level(string line) =>
        double.TryParse(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? level : double.NegativeInfinity;
}
