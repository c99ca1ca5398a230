using System.Globalization;
using System.Text;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Stage;

namespace Broadcast.Recorder.Composition;

/// <summary>The chapters of a recording: the stage's markers, and where a screen was shared.</summary>
internal static class Chapters
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <returns>In order, the first at zero; none if nothing divides the recording.</returns>
    public static IReadOnlyList<Chapter> Of(RecordingManifest manifest)
    {
        var starts = MarkersOf(manifest).Concat(SharesOf(manifest)).Where(each => each.At < manifest.Duration).OrderBy(each => each.At).ToList();
        if (starts.Count == 0)
            return [];
        if (starts[0].At >= Shortest)
            starts.Insert(0, (TimeSpan.Zero, "Start"));
        var ends = starts.Skip(1).Select(next => next.At).Append(manifest.Duration);
        return [.. starts.Zip(ends, (start, end) => new Chapter(start.At, end, start.Title)).Where(each => each.End - each.Start >= Shortest)];
    }

    /// <summary>As FFmpeg's metadata file.</summary>
    public static string ToMetadata(IEnumerable<Chapter> chapters)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        foreach (var chapter in chapters)
            text.Append(CultureInfo.InvariantCulture,
                $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={chapter.Start.TotalMilliseconds:0}\nEND={chapter.End.TotalMilliseconds:0}\ntitle={Escape(chapter.Title)}\n");
        return text.ToString();
    }

    /// <summary>As a WebVTT chapters track.</summary>
    public static string ToWebVtt(IEnumerable<Chapter> chapters) => WebVtt.Of(chapters.Select(each => (each.Start, each.End, OneLine(each.Title))));

    private static IEnumerable<(TimeSpan At, string Title)> MarkersOf(RecordingManifest manifest) =>
        from each in manifest.Events
        let label = (each.Known as MarkerSet)?.Label
        where !string.IsNullOrWhiteSpace(label)
        select (each.At, OneLine(label));

    private static IEnumerable<(TimeSpan At, string Title)> SharesOf(RecordingManifest manifest)
    {
        foreach (var share in manifest.Tracks.Where(track => track is { Source: "screen", File: not null, Active: [_, ..] }))
        {
            var name = manifest.Participants.FirstOrDefault(each => each.Id == share.ParticipantId)?.DisplayName;
            yield return (share.Active[0].Start, name is null ? "Shared screen" : $"Shared screen of {name}");
            yield return (share.Active[^1].End, "After the shared screen");
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Escape(string text) => string.Concat(text.Select(letter => letter is '=' or ';' or '#' or '\\' ? $"\\{letter}" : $"{letter}"));
}
