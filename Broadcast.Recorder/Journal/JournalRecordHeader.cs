using System.Buffers.Binary;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// The 20 bytes before every payload, little-endian: length u32, CRC-32C u32, type u8, flags u8, track u16, arrival i64.
/// The checksum covers every byte of the record but its own four.
/// </summary>
/// <param name="Length">Bytes of payload.</param>
/// <param name="Track">Number of the track within its epoch; 0 for what belongs to none.</param>
/// <param name="ArrivalNs">Nanoseconds on the node's monotonic clock; comparable within an epoch only.</param>
internal readonly record struct JournalRecordHeader(
    int Length, JournalRecordType Type, JournalRecordFlags Flags, ushort Track, long ArrivalNs)
{
    public const int Size = 20;

    /// <summary>A longer payload is damage.</summary>
    public const int MaxPayload = 65_535;

    private const int ChecksumOffset = 4;

    /// <summary>Bytes of the whole record.</summary>
    public int RecordLength => Size + Length;

    /// <summary>Writes the header with a checksum of zero; <see cref="Seal"/> fills it in once the payload is in place.</summary>
    public void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[ChecksumOffset..], 0);
        record[8] = (byte)Type;
        record[9] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(record[10..], Track);
        BinaryPrimitives.WriteInt64LittleEndian(record[12..], ArrivalNs);
    }

    /// <returns>False if the bytes cannot be a header. The checksum is not looked at: see <see cref="IsIntact"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out JournalRecordHeader header)
    {
        header = default;
        if (bytes.Length < Size)
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var type = (JournalRecordType)bytes[8];
        if (length > MaxPayload || type is < JournalRecordType.ChunkStart or > JournalRecordType.End)
            return false;
        header = new JournalRecordHeader(
            (int)length, type, (JournalRecordFlags)bytes[9],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]));
        return true;
    }

    /// <summary>Puts the checksum into a whole record.</summary>
    public static void Seal(Span<byte> record) =>
        BinaryPrimitives.WriteUInt32LittleEndian(record[ChecksumOffset..], Checksum(record));

    /// <summary>Whether a whole record's checksum agrees.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[ChecksumOffset..]) == Checksum(record);

    private static uint Checksum(ReadOnlySpan<byte> record) =>
        Crc32C.Append(Crc32C.Append(0, record[..ChecksumOffset]), record[(ChecksumOffset + 4)..]);
}
