using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Recordings;

public sealed partial class RecorderNode
{
    /// <summary>For how long nothing was written to an epoch that another one of the same process follows, before it counts as whole.</summary>
    private static readonly TimeSpan QuietAfter = TimeSpan.FromMinutes(1);

    /// <summary>Writes into their journals what killed processes left in their queues. Those of processes that live are left alone.</summary>
    public void RecoverLeft() => queues.Recover(disk, JournalDirectory);

    /// <summary>
    /// The epochs of a recording that lie on this disk, oldest first. One is whole when its last record says that it ends, when nobody makes the recording
    /// any more, or when it was cut off and another one follows.
    /// </summary>
    public IReadOnlyList<JournalEpoch> EpochsOf(RecordingId recordingId)
    {
        var directory = JournalDirectory(recordingId);
        // Before and after the look: whoever takes it in between writes an epoch of its own.
        var isLeft = IsLeft(recordingId);
        var epochs = JournalChunkName.List(directory).GroupBy(name => name.Epoch).Select(chunks => chunks.ToList()).ToList();
        isLeft = isLeft && IsLeft(recordingId);
        return [.. epochs.Select((chunks, index) => new JournalEpoch(
            chunks[^1].Epoch, chunks, isLeft || EndsInOrder(directory, chunks[^1]) || index < epochs.Count - 1 && IsQuiet(directory, chunks[^1])))];
    }

    /// <summary>Whether no process is writing the recording that is known to live.</summary>
    public bool IsLeft(RecordingId recordingId) => !OpenRecordings.Contains(recordingId) && !IsMadeElsewhere(recordingId);

    private bool IsQuiet(string directory, JournalChunkName last) =>
        clock.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(directory, last.ToString())) > QuietAfter;

    private static bool EndsInOrder(string directory, JournalChunkName last)
    {
        Span<byte> tail = stackalloc byte[JournalRecordHeader.Size];
        using var chunk = File.OpenHandle(Path.Combine(directory, last.ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(chunk);
        return length >= tail.Length
            && RandomAccess.Read(chunk, tail, length - tail.Length) == tail.Length
            && JournalRecordHeader.TryRead(tail, out var header) && header is { Type: JournalRecordType.End, Length: 0 } && JournalRecordHeader.IsIntact(tail);
    }
}
