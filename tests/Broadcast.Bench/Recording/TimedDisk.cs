using System.Collections.Concurrent;
using Broadcast.Recorder.Journal;
using Microsoft.Win32.SafeHandles;

namespace Broadcast.Bench.Recording;

/// <summary>The real disk, and how long it kept a journal waiting.</summary>
internal sealed class TimedDisk : JournalDisk
{
    private readonly ConcurrentBag<TimeSpan> waits = [];

    /// <summary>What 99 of 100 writes and syncs did not exceed.</summary>
    public TimeSpan P99 => waits.Order().ElementAtOrDefault(waits.Count * 99 / 100);

    public TimeSpan Longest => waits.DefaultIfEmpty().Max();

    public override void Write(SafeFileHandle chunk, ReadOnlySpan<byte> bytes, long offset)
    {
        var since = TimeProvider.System.GetTimestamp();
        base.Write(chunk, bytes, offset);
        waits.Add(TimeProvider.System.GetElapsedTime(since));
    }

    public override void Sync(SafeFileHandle chunk)
    {
        var since = TimeProvider.System.GetTimestamp();
        base.Sync(chunk);
        waits.Add(TimeProvider.System.GetElapsedTime(since));
    }
}
