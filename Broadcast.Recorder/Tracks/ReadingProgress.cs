using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tracks;

/// <summary>Reports how far a journal has been read, at most once for each whole percent.</summary>
/// <param name="from">Percent at the first byte.</param>
/// <param name="to">Percent at the last.</param>
internal sealed class ReadingProgress(JournalReader reader, IProgress<double> progress, double from, double to)
{
    private double reported = double.NegativeInfinity;

    public void Report()
    {
        var percent = from + (to - from) * reader.BytesRead / Math.Max(1, reader.TotalBytes);
        if (percent - reported < 1)
            return;
        reported = percent;
        progress.Report(percent);
    }
}
