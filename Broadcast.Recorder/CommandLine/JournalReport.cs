using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.CommandLine;

/// <summary>A journal described in plain text.</summary>
internal static class JournalReport
{
    public static string Info(string directory, CancellationToken cancellationToken)
    {
        var survey = JournalSurvey.Of(directory, new Progress<double>(), cancellationToken);
        var text = new StringBuilder();
        Line(text, $"recording {survey.RecordingId}, opened {survey.Time.StartedAt:u}, lasts {Time(survey.EndNs)}, {(survey.EndedCleanly ? "ended in order" : "not ended")}");
        foreach (var (key, track) in survey.Tracks.OrderBy(entry => (entry.Key.Epoch, entry.Key.Track)))
            Line(text, $"track {key.Epoch}-{key.Track} {track.Track.Kind} {track.Codec?.MimeType ?? "nothing received"} producer {track.Track.Producer}: "
                + $"{track.PacketsReceived} of {track.PacketsExpected} packets, {track.PacketsMissing} missing, {track.PacketsInvalid} invalid");
        foreach (var stage in survey.Events)
            Line(text, $"event {stage.At:c} {stage.Event.GetRawText()}");
        AppendLosses(text, survey);
        return text.ToString().TrimEnd();
    }

    /// <returns>Whether every byte is a valid record, none were shed and no packet is missing.</returns>
    public static (string Report, bool IsWhole) Verify(string directory, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var chunk in JournalChunkName.List(directory))
            Line(text, Describe(directory, chunk, cancellationToken));
        var survey = JournalSurvey.Of(directory, new Progress<double>(), cancellationToken);
        AppendLosses(text, survey);
        var missing = survey.Tracks.Values.Sum(track => track.PacketsMissing);
        var isWhole = survey.Damage.Count == 0 && survey.RecordsShed == 0 && missing == 0;
        Line(text, isWhole ? "whole" : $"NOT WHOLE: {survey.Damage.Count} damaged ranges, {survey.RecordsShed} records shed, {missing} packets missing");
        return (text.ToString().TrimEnd(), isWhole);
    }

    private static string Describe(string directory, JournalChunkName chunk, CancellationToken cancellationToken)
    {
        long records = 0;
        using var reader = new JournalReader(directory, [chunk]);
        while (reader.TryRead(out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            records++;
        }
        using var file = File.Open(Path.Combine(directory, chunk.ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return $"{chunk} {records} records, {file.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(file))}";
    }

    private static void AppendLosses(StringBuilder text, JournalSurvey survey)
    {
        foreach (var range in survey.Damage)
            Line(text, $"damage {range.Chunk}: {range.Length} bytes from {range.Offset}");
        if (survey.RecordsShed > 0)
            Line(text, $"shed {survey.RecordsShed} records, because the disk did not keep up");
    }

    private static void Line(StringBuilder text, string line) => text.AppendLine(line);

    private static string Time(double ns) => TimeSpan.FromTicks((long)(ns / 100)).ToString("c", CultureInfo.InvariantCulture);
}
