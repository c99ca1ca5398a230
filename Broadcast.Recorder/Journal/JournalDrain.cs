using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// The thread that writes a journal's queue into chunks. What was written leaves the queue only then, so a disk that refuses or a
/// process that dies in between loses nothing; a write that failed is tried again until there is room.
/// </summary>
internal sealed partial class JournalDrain : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    /// <summary>For how long shed packets are an alarm.</summary>
    private static readonly TimeSpan ShedIsRecent = TimeSpan.FromSeconds(10);

    /// <summary>Between two tries of a disk that refuses.</summary>
    private const int RetryMilliseconds = 100;

    private readonly JournalQueue queue;
    private readonly QueueMemory memory;
    private readonly JournalDisk disk;
    private readonly string directory;
    private readonly RecordingId recordingId;
    private readonly RecorderOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly AutoResetEvent wake = new(false);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalFile? file;
    private volatile bool isClosing;
    private volatile string? failure;
    private long emptyAt;
    private long syncedAt;
    private long writtenBytes;
    private long shedSeen;
    private long shedAt;

    /// <param name="writtenBytes">What earlier epochs of the recording hold.</param>
    public JournalDrain(
        JournalQueue queue, QueueMemory memory, JournalDisk disk, string directory, RecordingId recordingId, long writtenBytes, RecorderOptions options,
        TimeProvider clock, ILogger logger)
    {
        this.writtenBytes = writtenBytes;
        (this.queue, this.memory, this.disk, this.directory, this.recordingId) = (queue, memory, disk, directory, recordingId);
        (this.options, this.clock, this.logger) = (options, clock, logger);
        emptyAt = syncedAt = clock.GetTimestamp();
        new Thread(Run) { IsBackground = true, Name = $"journal {recordingId}" }.Start();
    }

    /// <summary>Completes when the queue is on the disk, or was given up.</summary>
    public Task Closed => closed.Task;

    /// <summary>How the writing goes. From any thread.</summary>
    /// <param name="shed">Records that did not fit into the queue so far.</param>
    public JournalHealth HealthWith(long shed)
    {
        NoteShed(shed);
        var waiting = queue.Pending;
        var stalled = waiting == 0 ? TimeSpan.Zero : clock.GetElapsedTime(Volatile.Read(ref emptyAt));
        var free = FreeBytes();
        return new JournalHealth(AlarmOf(stalled, free, shed), waiting, stalled, shed, Volatile.Read(ref writtenBytes), free, failure);
    }

    /// <summary>Writes what is queued, then stops.</summary>
    public void Dispose()
    {
        isClosing = true;
        if (!closed.Task.IsCompleted)
            wake.Set();
    }

    private JournalAlarm AlarmOf(TimeSpan stalled, long free, long shed)
    {
        if (shed > 0 && clock.GetElapsedTime(Volatile.Read(ref shedAt)) < ShedIsRecent)
            return JournalAlarm.Shedding;
        if (failure is not null)
            return JournalAlarm.Failing;
        if (stalled > SlowAfter)
            return JournalAlarm.Slow;
        return free < options.LowSpaceBytes ? JournalAlarm.SpaceLow : JournalAlarm.None;
    }

    private void NoteShed(long shed)
    {
        if (Interlocked.Exchange(ref shedSeen, shed) != shed)
            Volatile.Write(ref shedAt, clock.GetTimestamp());
    }

    private long FreeBytes()
    {
        try
        {
            return disk.FreeBytes(directory);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Run()
    {
        var closingSince = 0L;
        while (true)
        {
            var wasClosing = isClosing;
            if (!wasClosing || failure is not null)
                wake.WaitOne(failure is null ? options.FlushMilliseconds : RetryMilliseconds);
            if (wasClosing && closingSince == 0)
                closingSince = clock.GetTimestamp();
            var isWritten = TryDrain(isLast: wasClosing);
            if (wasClosing && (isWritten || clock.GetElapsedTime(closingSince) > GiveUpAfter))
                break;
        }
        if (failure is not null)
            LogGivenUp(recordingId, queue.Pending);
        else
            memory.Unlink();
        file?.Dispose();
        closed.SetResult();
    }

    private bool TryDrain(bool isLast)
    {
        try
        {
            Drain();
            Sync(isLast);
            if (failure is not null)
                LogRecovered(recordingId);
            failure = null;
            return true;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            if (failure is null)
                LogDiskFailed(refusal, recordingId, directory);
            failure = WordsOf(refusal);
            return false;
        }
    }

    /// <summary>The message without the path, which is nobody's business who looks at the recording's light.</summary>
    private static string WordsOf(Exception refusal) => refusal.Message.Split(" : '")[0].TrimEnd('.', ' ');

    private void Drain()
    {
        for (var record = queue.Peek(); !record.IsEmpty; record = queue.Peek())
        {
            file ??= OpenFile();
            file.Append(record);
            queue.Advance(record.Length);
            Volatile.Write(ref writtenBytes, writtenBytes + record.Length);
            if (file.IsBlockFull)
                Flush();
        }
        if (queue.Pending > 0)
            Flush();
        Volatile.Write(ref emptyAt, clock.GetTimestamp());
    }

    private void Flush()
    {
        file?.Flush();
        queue.Release();
        Volatile.Write(ref emptyAt, clock.GetTimestamp());
    }

    private void Sync(bool isLast)
    {
        var isDue = options.SyncMilliseconds > 0 && clock.GetElapsedTime(syncedAt).TotalMilliseconds >= options.SyncMilliseconds;
        if (!isDue && !isLast)
            return;
        file?.Sync();
        syncedAt = clock.GetTimestamp();
    }

    private JournalFile OpenFile()
    {
        Directory.CreateDirectory(directory);
        var start = JsonSerializer.Deserialize(memory.Label, JournalJson.Default.JournalChunkStart)!;
        return new JournalFile(disk, directory, new JournalBounds(TimeSpan.FromSeconds(options.ChunkSeconds), options.ChunkBytes), start);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: the journal in {Directory} cannot be written; trying again.")]
    private partial void LogDiskFailed(Exception failure, RecordingId recordingId, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: the journal can be written again.")]
    private partial void LogRecovered(RecordingId recordingId);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: gave up writing the journal with {Pending} bytes unwritten.")]
    private partial void LogGivenUp(RecordingId recordingId, long pending);
}
