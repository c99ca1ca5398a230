using System.Globalization;
using System.Text;
using Broadcast.Recorder.Manifest;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Composition;

/// <summary>The sound of a whole recording as a filter graph: every track on the session clock, mixed once, silent where there was nothing.</summary>
internal static class SoundMix
{
    private const int SampleRate = 48_000;

    /// <summary>
    /// Where sound and session clock are 15 ms apart, silence is put in or sound left out at once: a lost packet. <c>async</c> stays 1:
    /// stretching instead (a greater number) makes FFmpeg 5.1 repeat whole seconds.
    /// </summary>
    private const string OnSessionClock = "aresample=48000:async=1:min_hard_comp=0.015:first_pts=0";

    /// <summary>The tracks that are heard.</summary>
    public static IReadOnlyList<RecordedTrack> TracksOf(RecordingManifest manifest) =>
        [.. manifest.Tracks.Where(track => track.Kind == MediaKind.Audio && track.File is not null)];

    /// <param name="tracks">The first inputs, in that order.</param>
    /// <returns>A graph whose output is <c>[mix]</c>.</returns>
    public static string Graph(IReadOnlyList<RecordedTrack> tracks, TimeSpan duration)
    {
        var end = FFmpeg.FFmpegCommand.Seconds(duration);
        if (tracks.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={SampleRate}:cl=stereo,atrim=end={end}[mix]");
        var graph = new StringBuilder();
        for (var i = 0; i < tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:a]{AtItsRate(tracks[i])}{OnSessionClock},aformat=channel_layouts=stereo,apad=whole_dur={end}[s{i}];");
        for (var i = 0; i < tracks.Count; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[s{i}]");
        var mix = tracks.Count == 1 ? "anull" : $"amix=inputs={tracks.Count}:normalize=0:duration=longest";
        return graph.Append(CultureInfo.InvariantCulture, $"{mix},atrim=end={end}[mix]").ToString();
    }

    /// <summary>
    /// A sound card that is too fast or too slow recorded at another rate than it said. Resampled from that rate its sound stays on the
    /// session clock by itself, and nothing is put in or left out. (<c>asetrate</c> moves the timestamps too; they were right.)
    /// </summary>
    private static string AtItsRate(RecordedTrack track)
    {
        var rate = (int)Math.Round(SampleRate * (1 + (LongestPiece(track)?.SkewPpm ?? 0) * 1e-6));
        return rate == SampleRate ? "" : string.Create(CultureInfo.InvariantCulture, $"asetrate={rate},asetpts=PTS*{rate}/{SampleRate},");
    }

    private static RecordedPiece? LongestPiece(RecordedTrack track)
    {
        var ends = track.Pieces.Skip(1).Select(piece => piece.Start).Append(track.File!.Duration);
        return track.Pieces.Zip(ends).MaxBy(each => each.Second - each.First.Start).First;
    }
}
