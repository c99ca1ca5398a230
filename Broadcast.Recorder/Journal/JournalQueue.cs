using System.Buffers.Binary;
using System.Numerics;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// A bounded ring of records between one thread that appends and one that takes. Appending copies, never allocates, never waits,
/// and refuses when there is no room. A record lies in one piece; a negative length marks the unused end of the ring.
/// </summary>
public sealed class JournalQueue
{
    /// <summary>Kept free of packets, so that what describes them still fits when they do not.</summary>
    public const int Reserve = 256 * 1024;

    private const int Skip = -1;

    private readonly byte[] ring;
    private readonly int mask;
    private long head;
    private long tail;

    /// <param name="capacity">Bytes; rounded up to a power of two.</param>
    public JournalQueue(int capacity)
    {
        ring = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 2 * Reserve)), pinned: true);
        mask = ring.Length - 1;
    }

    /// <summary>Bytes that wait to be taken.</summary>
    public long Pending => Volatile.Read(ref head) - Volatile.Read(ref tail);

    /// <summary>Appends a record whose checksum is not yet filled in.</summary>
    /// <param name="urgent">May use the reserve.</param>
    /// <returns>False if there is no room.</returns>
    public bool TryAppend(in JournalRecordHeader header, ReadOnlySpan<byte> payload, bool urgent)
    {
        var offset = (int)head & mask;
        var toEnd = ring.Length - offset;
        var skipped = toEnd < header.RecordLength ? toEnd : 0;
        var room = ring.Length - (head - Volatile.Read(ref tail)) - (urgent ? 0 : Reserve);
        if (room < skipped + header.RecordLength)
            return false;
        if (skipped >= sizeof(int))
            BinaryPrimitives.WriteInt32LittleEndian(ring.AsSpan(offset), Skip);
        var record = ring.AsSpan((offset + skipped) & mask, header.RecordLength);
        header.Write(record);
        payload.CopyTo(record[JournalRecordHeader.Size..]);
        Volatile.Write(ref head, head + skipped + header.RecordLength);
        return true;
    }

    /// <summary>The oldest record, valid until <see cref="Take"/>; empty if there is none.</summary>
    public Span<byte> Peek()
    {
        if (Pending == 0)
            return [];
        var offset = (int)tail & mask;
        var toEnd = ring.Length - offset;
        if (toEnd < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(ring.AsSpan(offset)) == Skip)
        {
            Volatile.Write(ref tail, tail + toEnd);
            offset = 0;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(ring.AsSpan(offset));
        return ring.AsSpan(offset, JournalRecordHeader.Size + length);
    }

    /// <summary>Frees the record last peeked at.</summary>
    public void Take(int recordLength) => Volatile.Write(ref tail, tail + recordLength);
}
