using System.Buffers.Binary;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// A bounded ring of records between one thread that appends and one that takes. Appending copies, never allocates, never waits,
/// and refuses when there is no room. A record lies in one piece; a negative length marks the unused end of the ring. What was read
/// stays in the ring until it is released, so that it can be found there if the process dies in between.
/// </summary>
internal sealed class JournalQueue(QueueMemory memory)
{
    /// <summary>Kept free of packets, so that what describes them still fits when they do not.</summary>
    public const int Reserve = 256 * 1024;

    /// <summary>No ring is smaller.</summary>
    public const int MinBytes = 2 * Reserve;

    private const int Skip = -1;

    private readonly int mask = memory.Length - 1;
    private long read = memory.Tail;

    /// <summary>Bytes that are not yet released.</summary>
    public long Pending => memory.Head - memory.Tail;

    /// <summary>Appends a record whose checksum is not yet filled in.</summary>
    /// <param name="urgent">May use the reserve.</param>
    /// <returns>False if there is no room.</returns>
    public bool TryAppend(in JournalRecordHeader header, ReadOnlySpan<byte> payload, bool urgent)
    {
        var ring = memory.Ring;
        var head = memory.Head;
        var offset = (int)head & mask;
        var toEnd = ring.Length - offset;
        var skipped = toEnd < header.RecordLength ? toEnd : 0;
        var room = ring.Length - (head - memory.Tail) - (urgent ? 0 : Reserve);
        if (room < skipped + header.RecordLength)
            return false;
        if (skipped >= sizeof(int))
            BinaryPrimitives.WriteInt32LittleEndian(ring[offset..], Skip);
        var record = ring.Slice((offset + skipped) & mask, header.RecordLength);
        header.Write(record);
        payload.CopyTo(record[JournalRecordHeader.Size..]);
        memory.Head = head + skipped + header.RecordLength;
        return true;
    }

    /// <summary>The oldest record that was not read, valid until <see cref="Release"/>; empty if there is none.</summary>
    public Span<byte> Peek()
    {
        if (read == memory.Head)
            return [];
        var ring = memory.Ring;
        var offset = (int)read & mask;
        var toEnd = ring.Length - offset;
        if (toEnd < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(ring[offset..]) == Skip)
        {
            read += toEnd;
            offset = 0;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(ring[offset..]);
        var isWhole = length is >= 0 and <= JournalRecordHeader.MaxPayload && offset + JournalRecordHeader.Size + length <= ring.Length;
        return isWhole ? ring.Slice(offset, JournalRecordHeader.Size + length) : [];
    }

    /// <summary>Moves past the record last peeked at.</summary>
    public void Advance(int recordLength) => read += recordLength;

    /// <summary>Frees everything that was read: it is safe elsewhere.</summary>
    public void Release() => memory.Tail = read;
}
