using System.Text;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalRecordHeaderTests
{
    [Fact]
    public void Lies_in_the_file_as_documented()
    {
        var record = JournalRecords.Of(JournalRecordType.SenderReport, 0x0102030405060708, 0x1122, [0xAA, 0xBB]);
        JournalRecordHeader.Seal(record);
        byte[] expected =
        [
            0x02, 0x00, 0x00, 0x00,                         // length 2
            .. record[4..8],                                // CRC-32C
            0x07, 0x00,                                     // sender report, no flags
            0x22, 0x11,                                     // track
            0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01, // arrival
            0xAA, 0xBB,
        ];
        Assert.Equal(expected, record);
        Assert.True(JournalRecordHeader.IsIntact(record));
        Assert.True(JournalRecordHeader.TryRead(record, out var header));
        Assert.Equal((2, JournalRecordType.SenderReport, 0x1122, 0x0102030405060708), (header.Length, header.Type, header.Track, header.ArrivalNs));
    }

    [Fact]
    public void Checksum_is_crc32c() => // The check value of the CRC catalogue.
        Assert.Equal(0xE3069283u, Crc32C.Append(0, Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Every_truncation_is_refused()
    {
        var record = JournalRecords.Rtp(1, 10);
        for (var length = 0; length < JournalRecordHeader.Size; length++)
            Assert.False(JournalRecordHeader.TryRead(record.AsSpan(0, length), out _));
    }
}
