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

    /// <param name="tracks">How many; they are the first inputs.</param>
    /// <returns>A graph whose output is <c>[mix]</c>.</returns>
    public static string Graph(int tracks, TimeSpan duration)
    {
        var end = FFmpeg.FFmpegCommand.Seconds(duration);
        if (tracks == 0)
            return string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={SampleRate}:cl=stereo,atrim=end={end}[mix]");
        var graph = new StringBuilder();
        for (var i = 0; i < tracks; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[{i}:a]{OnSessionClock},aformat=channel_layouts=stereo,apad=whole_dur={end}[s{i}];");
        for (var i = 0; i < tracks; i++)
            graph.Append(CultureInfo.InvariantCulture, $"[s{i}]");
        var mix = tracks == 1 ? "anull" : $"amix=inputs={tracks}:normalize=0:duration=longest";
        return graph.Append(CultureInfo.InvariantCulture, $"{mix},atrim=end={end}[mix]").ToString();
    }
}
