using System.Text.Json;
using Broadcast.Recorder.Journal;

namespace Broadcast.Bench.Cluster.Events;

/// <summary>Times in which nothing was recorded, read from the journals while they are written.</summary>
internal sealed class RecordingGaps
{
    /// <returns>From the last packet before a moment to the first after it; null if none was recorded in time.</returns>
    public async Task<TimeSpan?> AfterAsync(string journals, DateTimeOffset moment, TimeSpan patience)
    {
        using var waiting = new CancellationTokenSource(patience);
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5));
            var times = Directory.GetDirectories(journals).SelectMany(directory => TimesOf(directory, moment - TimeSpan.FromMinutes(2))).ToList();
            var (before, after) = (times.Where(time => time <= moment).DefaultIfEmpty().Max(), times.Where(time => time > moment).Order().ToList());
            // What was underway at that moment was still recorded; a picture of 30 frames a second has no such pause.
            var resumed = after.Zip(after.Prepend(before)).FirstOrDefault(pair => pair.First - pair.Second > Pause);
            if (resumed.First != default)
                return resumed.First - resumed.Second;
        }
        while (!waiting.IsCancellationRequested);
        return null;
    }

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.3);

    /// <returns>When the packets of the latest chunks came.</returns>
    private static List<DateTimeOffset> TimesOf(string directory, DateTimeOffset since)
    {
        var chunks = JournalChunkName.List(directory).Where(chunk => File.GetLastWriteTimeUtc(Path.Combine(directory, chunk.ToString())) > since.UtcDateTime).ToList();
        var times = new List<DateTimeOffset>();
        JournalChunkStart? start = null;
        using var reader = new JournalReader(directory, chunks);
        while (reader.TryRead(out var record))
        {
            if (record.Header.Type == JournalRecordType.ChunkStart)
                start = JsonSerializer.Deserialize(record.Payload, JournalJson.Default.JournalChunkStart);
            else if (record.Header.Type == JournalRecordType.Rtp && start is not null)
                times.Add(start.AnchorWallClock.AddTicks((record.Header.ArrivalNs - start.AnchorNs) / TimeSpan.NanosecondsPerTick));
        }
        return times;
    }
}
