using System.Globalization;
using System.Text;
using Broadcast.Recorder.Finalising;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Composition;

/// <summary>The sound of a whole recording as a filter graph: every track on the session clock, mixed once, silent where there was nothing.</summary>
public static class SoundMix
{
    private const int SampleRate = 48_000;

    /// <summary>
    /// Where sound and session clock are 15 ms apart, silence is put in or sound left out at once: a lost packet, or a publisher's
    /// crystal after some minutes. <c>async</c> stays 1: stretching instead (a greater number) makes FFmpeg 5.1 repeat whole seconds.
    /// </summary>
    private const string OnSessionClock = "aresample=48000:async=1:min_hard_comp=0.015:first_pts=0";

    /// <summary>The tracks that are heard.</summary>
    public static IReadOnlyList<RecordedTrack> TracksOf(RecordingManifest manifest) =>
        [.. manifest.Tracks.Where(track => track.Kind == MediaKind.Audio && track.File is not null)];

    /// <param name="firstInput">Number of the first track's input.</param>
    /// <returns>A graph whose output is <c>[sound]</c>.</returns>
    public static string Graph(int tracks, int firstInput, TimeSpan duration)
    {
        var end = FFmpeg.FFmpegCommand.Seconds(duration);
        if (tracks == 0)
            return string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={SampleRate}:cl=stereo,atrim=end={end}[sound]");
        var graph = new StringBuilder();
        for (var i = 0; i < tracks; i++)
            graph.Append(CultureInfo.InvariantCulture,
                $"[{firstInput + i}:a]{OnSessionClock},aformat=channel_layouts=stereo,apad=whole_dur={end}[s{i}];");
        for (var i = 0; i < tracks; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[s{i}]");
        var mix = tracks == 1 ? "anull" : $"amix=inputs={tracks}:normalize=0:duration=longest,alimiter=level=0:latency=1";
        return graph.Append(CultureInfo.InvariantCulture, $"{mix},atrim=end={end}[sound]").ToString();
    }
}
