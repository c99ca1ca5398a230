using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tests.Journal;

internal static class JournalRecords
{
    /// <summary>An unsealed record whose arrival is its number.</summary>
    public static byte[] Rtp(long number, int payloadBytes) => Of(JournalRecordType.Rtp, number, 1, [.. Enumerable.Range(0, payloadBytes).Select(i => (byte)(i * 7 + number))]);

    public static byte[] Of(JournalRecordType type, long arrivalNs, ushort track, byte[] payload)
    {
        var header = new JournalRecordHeader(payload.Length, type, JournalRecordFlags.None, track, arrivalNs);
        var record = new byte[header.RecordLength];
        header.Write(record);
        payload.CopyTo(record, JournalRecordHeader.Size);
        return record;
    }
}
