using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// The chunks of one epoch, written one after the other in blocks of 64 KiB. Every chunk begins with its <see cref="JournalChunkStart"/>
/// and the tracks that are open, so that it can be read alone, and says them once more a second after the last of them: what all other
/// records are read by is never at one place of the disk only. Used by one thread. After an <see cref="IOException"/> nothing is lost:
/// <see cref="Flush"/> tries the same bytes again at the same place.
/// </summary>
internal sealed class JournalFile(JournalDisk disk, string directory, JournalBounds bounds, JournalChunkStart epoch) : IDisposable
{
    public const int BlockBytes = 64 * 1024;
    private const long RepeatAfterNs = 1_000_000_000;

    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BlockBytes + JournalRecordHeader.Size + JournalRecordHeader.MaxPayload);
    private readonly SortedDictionary<ushort, OpenTrack> openTracks = [];
    private SafeFileHandle? chunk;
    private int chunkIndex = epoch.Chunk;
    private int buffered;
    private long written;
    private long chunkStartedNs;
    private long repeatAtNs;

    private sealed record OpenTrack(byte[] Payload, bool IsPaused);

    /// <summary>Whether it is time to write: nothing else bounds what waits in memory.</summary>
    public bool IsBlockFull => buffered >= BlockBytes;

    /// <summary>Seals and appends one record, opening the next chunk before it where the bounds say so.</summary>
    /// <exception cref="IOException">The record was not appended; it can be tried again.</exception>
    public void Append(Span<byte> record)
    {
        if (!JournalRecordHeader.TryRead(record, out var header))
            return;
        if (chunk is null || IsFull(header))
            OpenNextChunk(header.ArrivalNs);
        else if (header.ArrivalNs >= repeatAtNs)
            RepeatHead(header.ArrivalNs);
        JournalRecordHeader.Seal(record);
        AppendSealed(record);
        Follow(header, record[JournalRecordHeader.Size..]);
    }

    /// <summary>Writes what is buffered. On an <see cref="IOException"/> it stays buffered.</summary>
    public void Flush()
    {
        if (buffered == 0 || chunk is null)
            return;
        disk.Write(chunk, buffer.AsSpan(0, buffered), written);
        written += buffered;
        buffered = 0;
    }

    /// <summary>Forces what was written to the disk.</summary>
    public void Sync()
    {
        if (chunk is not null)
            disk.Sync(chunk);
    }

    public void Dispose() => chunk?.Dispose();

    private bool IsFull(in JournalRecordHeader next) =>
        written + buffered + next.RecordLength > bounds.Bytes
        || next.ArrivalNs - chunkStartedNs >= bounds.Duration.Ticks * TimeSpan.NanosecondsPerTick;

    private void OpenNextChunk(long arrivalNs)
    {
        Flush();
        Sync();
        var name = new JournalChunkName(epoch.Epoch, chunkIndex);
        var next = disk.Create(Path.Combine(directory, name.ToString()));
        chunk?.Dispose();
        chunk = next;
        written = 0;
        chunkStartedNs = arrivalNs;
        repeatAtNs = arrivalNs + RepeatAfterNs;
        AppendStart(JournalRecordFlags.None, chunkIndex, arrivalNs);
        chunkIndex++;
        RepeatOpenTracks(arrivalNs);
    }

    private void RepeatHead(long arrivalNs)
    {
        repeatAtNs = long.MaxValue;
        AppendStart(JournalRecordFlags.Repeated, chunkIndex - 1, arrivalNs);
        RepeatOpenTracks(arrivalNs);
    }

    private void AppendStart(JournalRecordFlags flags, int index, long arrivalNs) =>
        AppendOwn(JournalRecordType.ChunkStart, flags, 0, arrivalNs, JsonSerializer.SerializeToUtf8Bytes(epoch with { Chunk = index }, JournalJson.Default.JournalChunkStart));

    private void RepeatOpenTracks(long arrivalNs)
    {
        foreach (var (track, open) in openTracks)
        {
            AppendOwn(JournalRecordType.TrackAdded, JournalRecordFlags.Repeated, track, arrivalNs, open.Payload);
            if (open.IsPaused)
                AppendOwn(JournalRecordType.TrackPaused, JournalRecordFlags.Repeated, track, arrivalNs, []);
        }
    }

    private void AppendOwn(JournalRecordType type, JournalRecordFlags flags, ushort track, long arrivalNs, ReadOnlySpan<byte> payload)
    {
        var header = new JournalRecordHeader(payload.Length, type, flags, track, arrivalNs);
        var record = new byte[header.RecordLength];
        header.Write(record);
        payload.CopyTo(record.AsSpan(JournalRecordHeader.Size));
        JournalRecordHeader.Seal(record);
        AppendSealed(record);
    }

    private void AppendSealed(ReadOnlySpan<byte> record)
    {
        // Flushed before and never after the copy: an append that throws has changed nothing and can be tried again.
        if (buffered >= BlockBytes)
            Flush();
        record.CopyTo(buffer.AsSpan(buffered));
        buffered += record.Length;
    }

    private void Follow(in JournalRecordHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            case JournalRecordType.TrackAdded:
                openTracks[header.Track] = new OpenTrack(payload.ToArray(), IsPaused: false);
                repeatAtNs = header.ArrivalNs + RepeatAfterNs;
                break;
            case JournalRecordType.TrackClosed:
                openTracks.Remove(header.Track);
                break;
            case JournalRecordType.TrackPaused or JournalRecordType.TrackResumed when openTracks.TryGetValue(header.Track, out var open):
                openTracks[header.Track] = open with { IsPaused = header.Type == JournalRecordType.TrackPaused };
                break;
        }
    }
}
