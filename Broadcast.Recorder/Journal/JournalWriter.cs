using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// One epoch of a recording's journal. The media thread appends to a bounded queue; a <see cref="JournalDrain"/> writes it out, so that a
/// slow disk never holds up media. When the queue is full packets are shed, and a <see cref="JournalRecordType.Shed"/> record says how many.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private readonly QueueMemory memory;
    private readonly JournalQueue queue;
    private readonly JournalDrain drain;
    private readonly TimeProvider clock;
    private readonly JournalChunkStart opened;
    private bool isAnchored;
    private uint shedRecords;
    private ulong shedBytes;
    private long totalShed;
    private volatile bool isClosing;
    private volatile string? limit;

    /// <param name="writtenBytes">What earlier epochs of the recording hold.</param>
    public JournalWriter(
        string directory, RecordingId recordingId, int epoch, long writtenBytes, QueueMemory memory, RecorderOptions options, JournalDisk disk, TimeProvider clock,
        ILogger logger)
    {
        this.memory = memory;
        this.clock = clock;
        opened = new JournalChunkStart("rtpj", 1, recordingId, epoch, 0, clock.GetUtcNow(), 0, DateTimeOffset.UnixEpoch);
        queue = new JournalQueue(memory);
        drain = new JournalDrain(queue, memory, disk, directory, recordingId, writtenBytes, options, clock, logger);
    }

    public int Epoch => opened.Epoch;

    /// <summary>Whether <see cref="End"/> was called: false for a journal that was left.</summary>
    public bool EndedInOrder { get; private set; }

    /// <summary>Completes when everything is on the disk and nothing more will be written.</summary>
    public Task Closed => drain.Closed;

    /// <summary>Records that were shed because the queue was full.</summary>
    public long TotalShed => Volatile.Read(ref totalShed);

    /// <summary>How the writing goes. From any thread.</summary>
    public JournalHealth Health => limit is { } reached
        ? drain.HealthWith(TotalShed) with { Alarm = JournalAlarm.Stopped, Limit = reached }
        : drain.HealthWith(TotalShed);

    /// <summary>Takes no more packets; what describes them is still written down, so that the journal ends in order. From any thread.</summary>
    /// <param name="reached">Why, for an organizer.</param>
    public void Stop(string reached) => limit = reached;

    /// <summary>Called by the media thread only. Neither allocates for a packet nor waits.</summary>
    /// <returns>False if the record was shed.</returns>
    public bool Append(in JournalRecordHeader header, ReadOnlySpan<byte> payload)
    {
        var urgent = header.Type is not (JournalRecordType.Rtp or JournalRecordType.SenderReport);
        if (isClosing || limit is not null && !urgent)
            return false;
        if (!isAnchored)
            Anchor(header.ArrivalNs);
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
        drain.Dispose();
    }

    // The label comes before the first record: whatever is found in the queue after a kill, it says whose it is.
    private void Anchor(long arrivalNs)
    {
        var start = opened with { AnchorNs = arrivalNs, AnchorWallClock = clock.GetUtcNow() };
        memory.Label = JsonSerializer.SerializeToUtf8Bytes(start, JournalJson.Default.JournalChunkStart);
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
}
