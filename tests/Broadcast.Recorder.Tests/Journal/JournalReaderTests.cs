using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tests.Simulation;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalReaderTests : IDisposable
{
    private const int Records = 200;
    private const int PayloadBytes = 100;
    private const int RecordBytes = JournalRecordHeader.Size + PayloadBytes;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Reads_back_what_was_written()
    {
        WriteChunk();
        var (sequence, damage) = Read();
        Assert.Equal(Enumerable.Range(0, Records), sequence);
        Assert.Empty(damage);
    }

    [Fact]
    public void Keeps_every_whole_record_before_a_torn_tail()
    {
        var path = WriteChunk();
        var length = new FileInfo(path).Length;
        using (var file = File.OpenWrite(path))
            file.SetLength(length - 30);

        var (sequence, damage) = Read();

        Assert.Equal(Enumerable.Range(0, Records - 1), sequence);
        var torn = Assert.Single(damage);
        Assert.Equal((length - RecordBytes, RecordBytes - 30L), (torn.Offset, torn.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(60)]
    public void Loses_one_record_to_a_flipped_bit_wherever_it_is(int offsetInRecord)
    {
        var path = WriteChunk();
        var at = Overwrite(path, recordFromEnd: 100, offsetInRecord, value => (byte)(value ^ 0x40));

        var (sequence, damage) = Read();

        Assert.Equal(Enumerable.Range(0, Records).Where(number => number != Records - 100), sequence);
        var skipped = Assert.Single(damage);
        Assert.Equal((at - offsetInRecord, (long)RecordBytes), (skipped.Offset, skipped.Length));
    }

    [Fact]
    public void Goes_on_after_a_zeroed_page()
    {
        var path = WriteChunk();
        using (var file = File.OpenWrite(path))
        {
            file.Position = 8_192;
            file.Write(new byte[4_096]);
        }

        var (sequence, damage) = Read();

        Assert.InRange(sequence.Count, Records - 4_096 / RecordBytes - 2, Records - 4_096 / RecordBytes);
        Assert.Equal(sequence.Order(), sequence);
        Assert.Equal(Records - 1, sequence[^1]);
        Assert.Single(damage);
    }

    [Fact]
    public void Reports_a_tail_of_zeros()
    {
        var path = WriteChunk();
        var length = new FileInfo(path).Length;
        using (var file = File.OpenWrite(path))
            file.SetLength(length + 10_000);

        var (sequence, damage) = Read();

        Assert.Equal(Records, sequence.Count);
        Assert.Equal((length, 10_000L), (damage[0].Offset, damage[0].Length));
    }

    [Fact]
    public void Survives_any_single_damaged_byte()
    {
        var path = WriteChunk();
        var whole = File.ReadAllBytes(path);
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            var (sequence, _) = Read();
            Assert.InRange(sequence.Count, Records - 1, Records);
        }
    }

    [Fact]
    public void Has_nothing_to_say_of_a_directory_that_is_not_there()
    {
        using var reader = new JournalReader(directory["nowhere"]);
        Assert.False(reader.TryRead(out _));
    }

    private string WriteChunk()
    {
        var start = new JournalChunkStart("rtpj", 1, new("test"), 0, 0, DateTimeOffset.UnixEpoch, 0, DateTimeOffset.UnixEpoch);
        using var file = new JournalFile(new JournalDisk(), directory.Path, new JournalBounds(TimeSpan.FromMinutes(1), 64_000_000), start);
        for (var i = 0; i < Records; i++)
            file.Append(JournalRecords.Rtp(i, PayloadBytes));
        file.Flush();
        return directory["0-0.rtpj"];
    }

    private static long Overwrite(string path, int recordFromEnd, int offsetInRecord, Func<byte, byte> change)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.Length - recordFromEnd * RecordBytes + offsetInRecord;
        bytes[at] = change(bytes[at]);
        File.WriteAllBytes(path, bytes);
        return at;
    }

    private (List<int> Sequence, IReadOnlyList<DamagedRange> Damage) Read()
    {
        var sequence = new List<int>();
        using var reader = new JournalReader(directory.Path);
        while (reader.TryRead(out var record))
            if (record.Header.Type == JournalRecordType.Rtp)
                sequence.Add((int)record.Header.ArrivalNs);
        Assert.Equal(reader.TotalBytes, reader.BytesRead);
        return (sequence, reader.Damage);
    }
}
