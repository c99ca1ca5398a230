using System.Buffers.Binary;
using Broadcast.Recorder.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// One epoch of a recording's journal. The media thread appends to a bounded queue; a thread of its own writes it out, so that a slow
/// disk never holds up media. When the queue is full packets are shed, and a <see cref="JournalRecordType.Shed"/> record says how many.
/// </summary>
public sealed partial class JournalWriter : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    private readonly JournalQueue queue;
    private readonly RecorderOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly string directory;
    private readonly string recordingId;
    private readonly DateTimeOffset openedAt;
    private readonly AutoResetEvent wake = new(false);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long anchorNs;
    private DateTimeOffset anchorWallClock;
    private bool isAnchored;
    private uint shedRecords;
    private ulong shedBytes;
    private long totalShed;
    private long reportedShed;
    private volatile bool isClosing;
    private JournalFile? file;

    public JournalWriter(string directory, string recordingId, int epoch, RecorderOptions options, TimeProvider clock, ILogger logger)
    {
        this.directory = directory;
        this.recordingId = recordingId;
        Epoch = epoch;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        openedAt = clock.GetUtcNow();
        queue = new JournalQueue(options.QueueBytes);
        new Thread(Run) { IsBackground = true, Name = $"journal {recordingId}" }.Start();
    }

    public int Epoch { get; }

    /// <summary>Whether <see cref="End"/> was called: false for a journal that was left.</summary>
    public bool EndedInOrder { get; private set; }

    /// <summary>Completes when everything is on the disk and nothing more will be written.</summary>
    public Task Closed => closed.Task;

    /// <summary>Records that were shed because the queue was full.</summary>
    public long TotalShed => Volatile.Read(ref totalShed);

    /// <summary>Called by the media thread only. Neither allocates nor waits.</summary>
    /// <returns>False if the record was shed.</returns>
    public bool Append(in JournalRecordHeader header, ReadOnlySpan<byte> payload)
    {
        if (isClosing)
            return false;
        Anchor(header.ArrivalNs);
        var urgent = header.Type is not (JournalRecordType.Rtp or JournalRecordType.SenderReport);
        var mayPass = header.Length <= JournalRecordHeader.MaxPayload && (TryReportShed(header.ArrivalNs) || urgent);
        if (mayPass && queue.TryAppend(header, payload, urgent))
            return true;
        shedRecords++;
        shedBytes += (ulong)header.RecordLength;
        Volatile.Write(ref totalShed, totalShed + 1);
        return false;
    }

    /// <summary>Ends the journal in order. Called by the media thread only, once.</summary>
    public void End(long arrivalNs)
    {
        Append(new JournalRecordHeader(0, JournalRecordType.End, JournalRecordFlags.None, 0, arrivalNs), []);
        EndedInOrder = true;
        Dispose();
    }

    /// <summary>Writes out what is queued and stops, without an end record: the recording was left, not closed.</summary>
    public void Dispose()
    {
        isClosing = true;
        if (!closed.Task.IsCompleted)
            wake.Set();
    }

    private void Anchor(long arrivalNs)
    {
        if (isAnchored)
            return;
        anchorNs = arrivalNs;
        anchorWallClock = clock.GetUtcNow();
        isAnchored = true;
    }

    private bool TryReportShed(long arrivalNs)
    {
        if (shedRecords == 0)
            return true;
        Span<byte> payload = stackalloc byte[sizeof(uint) + sizeof(ulong)];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, shedRecords);
        BinaryPrimitives.WriteUInt64LittleEndian(payload[sizeof(uint)..], shedBytes);
        var header = new JournalRecordHeader(payload.Length, JournalRecordType.Shed, JournalRecordFlags.None, 0, arrivalNs);
        if (!queue.TryAppend(header, payload, urgent: false))
            return false;
        shedRecords = 0;
        shedBytes = 0;
        return true;
    }

    private void Run()
    {
        var lastSync = clock.GetTimestamp();
        var closingSince = 0L;
        var isFailing = false;
        while (true)
        {
            var wasClosing = isClosing;
            if (!wasClosing || isFailing)
                wake.WaitOne(options.FlushMilliseconds);
            if (wasClosing && closingSince == 0)
                closingSince = clock.GetTimestamp();
            isFailing = !TryDrain(ref lastSync, wasClosing, isFailing);
            ReportShed();
            if (wasClosing && (!isFailing || clock.GetElapsedTime(closingSince) > GiveUpAfter))
                break;
        }
        if (isFailing)
            LogGivenUp(recordingId, queue.Pending);
        file?.Dispose();
        closed.SetResult();
    }

    private bool TryDrain(ref long lastSync, bool isLast, bool wasFailing)
    {
        try
        {
            Drain();
            var syncDue = options.SyncMilliseconds > 0 && clock.GetElapsedTime(lastSync).TotalMilliseconds >= options.SyncMilliseconds;
            if (syncDue || isLast)
            {
                file?.Sync();
                lastSync = clock.GetTimestamp();
            }
            if (wasFailing)
                LogRecovered(recordingId);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!wasFailing)
                LogDiskFailed(failure, recordingId, directory);
            return false;
        }
    }

    private void Drain()
    {
        for (var record = queue.Peek(); !record.IsEmpty; record = queue.Peek())
        {
            file ??= OpenFile();
            file.Append(record);
            queue.Take(record.Length);
        }
        file?.Flush();
    }

    private JournalFile OpenFile()
    {
        Directory.CreateDirectory(directory);
        var bounds = new JournalBounds(TimeSpan.FromSeconds(options.ChunkSeconds), options.ChunkBytes);
        return new JournalFile(directory, bounds, new JournalChunkStart("rtpj", 1, recordingId, Epoch, 0, openedAt, anchorNs, anchorWallClock));
    }

    private void ReportShed()
    {
        var total = TotalShed;
        if (total == reportedShed)
            return;
        LogShed(recordingId, total - reportedShed, total);
        reportedShed = total;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: the disk does not keep up; {Count} packets were shed ({Total} in all).")]
    private partial void LogShed(string recordingId, long count, long total);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: the journal in {Directory} cannot be written; trying again.")]
    private partial void LogDiskFailed(Exception failure, string recordingId, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: the journal can be written again.")]
    private partial void LogRecovered(string recordingId);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: gave up writing the journal with {Pending} bytes unwritten.")]
    private partial void LogGivenUp(string recordingId, long pending);
}
