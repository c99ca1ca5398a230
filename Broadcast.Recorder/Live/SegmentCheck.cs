using System.Globalization;
using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Live;

/// <summary>Looks into closed segments as a player would: decodes them whole and measures light and loudness.</summary>
/// <param name="directory">For the file that is put together to be decoded.</param>
public sealed class SegmentCheck(FFmpegRunner ffmpeg, string directory)
{
    /// <summary>A picture no pixel of which is brighter than this (of 16 to 235) is black.</summary>
    private const double BlackLuma = 32;

    /// <summary>Digital silence and the noise of a closed microphone lie below, in dBFS.</summary>
    private const double SilentDb = -75;

    /// <summary>What was found.</summary>
    /// <param name="Frames">Pictures, or packets of sound, that could be decoded.</param>
    public sealed record Finding(int Frames, bool IsEmpty);

    public async Task<Finding> LookAsync(LiveSegment picture, CancellationToken ct)
    {
        var levels = await MeasureAsync(picture, "look.mp4", "movie", "scale=160:-2,signalstats", "lavfi.signalstats.YMAX", ct).ConfigureAwait(false);
        return new Finding(levels.Count, levels.All(level => level <= BlackLuma));
    }

    public async Task<Finding> ListenAsync(LiveSegment sound, CancellationToken ct)
    {
        var levels = await MeasureAsync(
            sound, "listen.mp4", "amovie", "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level", "lavfi.astats.Overall.RMS_level", ct).ConfigureAwait(false);
        return new Finding(levels.Count, levels.All(level => level <= SilentDb));
    }

    private async Task<List<double>> MeasureAsync(LiveSegment segment, string name, string source, string filter, string tag, CancellationToken ct)
    {
        var path = Path.Combine(directory, name);
        try
        {
            await JoinAsync(segment, path, ct).ConfigureAwait(false);
            var said = await ffmpeg.ProbeAsync(
                ["-v", "error", "-f", "lavfi", "-show_entries", $"frame_tags={tag}", "-of", "csv=p=0", $"{source}={Escape(path)},{filter}"], ct).ConfigureAwait(false);
            return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Level)];
        }
        catch (FFmpegException)
        {
            return [];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task JoinAsync(LiveSegment segment, string path, CancellationToken ct)
    {
        await using var joined = new FileStream(path, FileMode.Create, FileAccess.Write);
        foreach (var part in (string[])[segment.InitPath, segment.Path])
            await joined.WriteAsync(await File.ReadAllBytesAsync(part, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
    }

    private static double Level(string line) =>
        double.TryParse(line.Trim().TrimEnd(','), NumberStyles.Float, CultureInfo.InvariantCulture, out var level) ? level : double.NegativeInfinity;

    // Once for the filter's arguments and once for the graph.
    private static string Escape(string path) => path.Replace("\\", @"\\\\", StringComparison.Ordinal).Replace(":", @"\\:", StringComparison.Ordinal).Replace("'", @"\\\'", StringComparison.Ordinal);
}
