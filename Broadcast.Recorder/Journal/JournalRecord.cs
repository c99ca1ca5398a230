namespace Broadcast.Recorder.Journal;

/// <summary>A record as read; the payload is valid until the next one is read.</summary>
public readonly ref struct JournalRecord(JournalChunkName chunk, JournalRecordHeader header, ReadOnlySpan<byte> payload)
{
    public JournalChunkName Chunk { get; } = chunk;
    public JournalRecordHeader Header { get; } = header;
    public ReadOnlySpan<byte> Payload { get; } = payload;
}
