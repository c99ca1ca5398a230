namespace Broadcast.Recorder.Journal;

/// <summary>A record as read; the payload is valid until the next one is read.</summary>
internal readonly ref struct JournalRecord(JournalChunkName chunk, JournalRecordHeader header, ReadOnlySpan<byte> payload)
{
    public JournalChunkName Chunk { get; } = chunk;
    public JournalRecordHeader Header { get; } = header;
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The record as it lies in its chunk, to be kept.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Header.RecordLength];
        Header.Write(bytes);
        Payload.CopyTo(bytes.AsSpan(JournalRecordHeader.Size));
        JournalRecordHeader.Seal(bytes);
        return bytes;
    }
}
