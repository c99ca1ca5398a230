using System.Globalization;
using System.Text;

namespace Broadcast.Recorder.Composition;

/// <summary>Writes WebVTT (W3C WebVTT §4.1).</summary>
internal static class WebVtt
{
    public static string Of(IEnumerable<(TimeSpan Start, TimeSpan End, string Text)> cues)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(cue.Start)} --> {Time(cue.End)}\n{cue.Text.Replace("-->", "→", StringComparison.Ordinal)}\n");
        return text.ToString();
    }

    private static string Time(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}.{time.Milliseconds:000}");
}
