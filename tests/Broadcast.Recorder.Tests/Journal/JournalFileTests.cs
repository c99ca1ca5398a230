using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tests.Simulation;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalFileTests : IDisposable
{
    private static readonly JournalChunkStart Start = new("rtpj", 1, new("test"), 0, 0, DateTimeOffset.UnixEpoch, 0, DateTimeOffset.UnixEpoch);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_chunk_closes_at_its_time_and_the_next_repeats_the_open_tracks()
    {
        using (var file = new JournalFile(new JournalDisk(), directory.Path, new JournalBounds(TimeSpan.FromSeconds(60), 64_000_000), Start))
        {
            file.Append(JournalRecords.Of(JournalRecordType.TrackAdded, 0, 1, [1]));
            file.Append(JournalRecords.Of(JournalRecordType.TrackAdded, 0, 2, [2]));
            file.Append(JournalRecords.Of(JournalRecordType.TrackPaused, 1, 2, []));
            file.Append(JournalRecords.Of(JournalRecordType.TrackClosed, 2, 1, []));
            file.Append(JournalRecords.Rtp(59_999_999_999, 10));
            file.Append(JournalRecords.Rtp(60_000_000_000, 10));
            file.Flush();
        }
        Assert.Equal(["0-0.rtpj", "0-1.rtpj"], JournalChunkName.List(directory.Path).Select(name => name.ToString()));
        Assert.Equal(
            [(JournalRecordType.ChunkStart, 0), (JournalRecordType.TrackAdded, 2), (JournalRecordType.TrackPaused, 2), (JournalRecordType.Rtp, 1)],
            RecordsOf(chunk: 1));
    }

    [Fact]
    public void What_a_chunk_is_read_by_is_said_once_more_a_second_later()
    {
        using (var file = new JournalFile(new JournalDisk(), directory.Path, new JournalBounds(TimeSpan.FromSeconds(60), 64_000_000), Start))
        {
            file.Append(JournalRecords.Of(JournalRecordType.TrackAdded, 0, 1, [1]));
            file.Append(JournalRecords.Of(JournalRecordType.TrackAdded, 500_000_000, 2, [2]));
            file.Append(JournalRecords.Rtp(1_499_999_999, 10));
            file.Append(JournalRecords.Rtp(1_500_000_000, 10));
            file.Append(JournalRecords.Rtp(9_000_000_000, 10));
            file.Flush();
        }
        Assert.Equal(
            [
                (JournalRecordType.ChunkStart, 0), (JournalRecordType.TrackAdded, 1), (JournalRecordType.TrackAdded, 2), (JournalRecordType.Rtp, 1),
                (JournalRecordType.ChunkStart, 0), (JournalRecordType.TrackAdded, 1), (JournalRecordType.TrackAdded, 2), (JournalRecordType.Rtp, 1), (JournalRecordType.Rtp, 1),
            ],
            RecordsOf(chunk: 0));
    }

    [Fact]
    public void A_chunk_closes_at_its_size()
    {
        using (var file = new JournalFile(new JournalDisk(), directory.Path, new JournalBounds(TimeSpan.FromHours(1), 100_000), Start))
        {
            for (var i = 0; i < 300; i++)
                file.Append(JournalRecords.Rtp(i, 1_000));
            file.Flush();
        }
        var sizes = JournalChunkName.List(directory.Path).Select(name => new FileInfo(directory[name.ToString()]).Length).ToList();
        Assert.Equal(4, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, 1, 100_000));
    }

    private List<(JournalRecordType, int)> RecordsOf(int chunk)
    {
        var records = new List<(JournalRecordType, int)>();
        using var reader = new JournalReader(directory.Path);
        while (reader.TryRead(out var record))
            if (record.Chunk.Chunk == chunk)
                records.Add((record.Header.Type, record.Header.Track));
        return records;
    }
}
