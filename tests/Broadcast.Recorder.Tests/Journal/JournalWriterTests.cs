using System.Buffers.Binary;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private const int PacketBytes = 1_000;
    private const int EarlierBytes = 5_000;

    private readonly TemporaryDirectory directory = new();
    private readonly FaultyDisk disk = new();
    private readonly ManualClock clock = new();
    private readonly RecorderOptions options = new() { FlushMilliseconds = 1, SyncMilliseconds = 0, LowSpaceBytes = 0 };

    public void Dispose()
    {
        disk.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task A_full_disk_keeps_packets_in_memory_until_there_is_space_again()
    {
        disk.Space = 50_000;
        using var writer = Writer(queueBytes: 1 << 20);
        Assert.Equal(300, Append(writer, from: 0, count: 300));
        await disk.WhenRefusedAsync();
        Assert.Equal(JournalAlarm.Failing, await WhenAsync(writer, health => health.Failure is not null));
        Assert.Equal("The recording cannot be written: No space left on device. It is kept in memory for now.", writer.Health.Sentence);

        disk.Space = long.MaxValue;
        writer.End(1_000);
        await writer.Closed;

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (long)i), Packets());
        Assert.Empty(Damage());
        Assert.Equal(JournalAlarm.None, writer.Health.Alarm);
    }

    [Fact]
    public async Task What_does_not_fit_into_memory_is_shed_and_the_journal_says_how_much_and_where()
    {
        disk.Space = 0;
        using var writer = Writer(queueBytes: 1 << 20);
        var kept = Append(writer, from: 0, count: 1_000);
        Assert.InRange(kept, 500, 999);
        Assert.Equal(1_000 - kept, writer.TotalShed);
        Assert.Equal(JournalAlarm.Shedding, writer.Health.Alarm);
        Assert.Contains($"{1_000 - kept} packets of the recording are lost", writer.Health.Sentence, StringComparison.Ordinal);

        disk.Space = long.MaxValue;
        await WhenAsync(writer, health => health.WaitingBytes == 0);
        Assert.Equal(1, Append(writer, from: 5_000, count: 1));
        writer.End(6_000);
        await writer.Closed;

        Assert.Equal([.. Enumerable.Range(0, kept).Select(i => (long)i), 5_000], Packets());
        Assert.Equal([((uint)(1_000 - kept), (ulong)(1_000 - kept) * (JournalRecordHeader.Size + PacketBytes))], Sheds());
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(JournalAlarm.None, writer.Health.Alarm);
    }

    [Fact]
    public async Task A_disk_that_stands_still_never_holds_up_whoever_appends_and_is_reported()
    {
        disk.Stop();
        using var writer = Writer(queueBytes: 1 << 20);
        Append(writer, from: 0, count: 1);
        await disk.WhenStuckAsync();
        Assert.Equal(99, Append(writer, from: 1, count: 99));
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(JournalAlarm.Slow, writer.Health.Alarm);
        Assert.Equal("The disk is slow: the recording has been waiting for it for 3.0 s.", writer.Health.Sentence);

        disk.Go();
        writer.End(1_000);
        await writer.Closed;
        Assert.Equal(100, Packets().Count);
        Assert.Equal(JournalAlarm.None, writer.Health.Alarm);
    }

    [Fact]
    public async Task Little_space_is_an_alarm_before_it_is_none()
    {
        options.LowSpaceBytes = 1_000_000;
        disk.Space = 900_000;
        using var writer = Writer(queueBytes: 1 << 20);
        Assert.Equal(JournalAlarm.SpaceLow, writer.Health.Alarm);
        writer.End(0);
        await writer.Closed;
    }

    [Fact]
    public async Task What_was_written_is_forced_to_the_disk_at_every_interval_and_at_the_end()
    {
        options.SyncMilliseconds = 500;
        using var writer = Writer(queueBytes: 1 << 20);
        Append(writer, from: 0, count: 1);
        await WhenAsync(writer, health => health.WaitingBytes == 0);
        Assert.Equal(0, disk.Syncs);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        await WhenAsync(writer, _ => disk.Syncs == 1);
        writer.End(1);
        await writer.Closed;
        Assert.Equal(2, disk.Syncs);
    }

    [Fact]
    public async Task A_stopped_journal_takes_no_more_packets_and_ends_in_order()
    {
        using var writer = Writer(queueBytes: 1 << 20);
        Append(writer, from: 0, count: 3);
        writer.Stop("Enough.");
        Assert.Equal(0, Append(writer, from: 3, count: 3));
        Assert.Equal((JournalAlarm.Stopped, "Enough.", 0), (writer.Health.Alarm, writer.Health.Sentence, writer.TotalShed));
        writer.End(9);
        await writer.Closed;
        Assert.Equal([0, 1, 2], Packets());
        Assert.Empty(Damage());
    }

    [Fact]
    public async Task What_is_written_counts_with_what_earlier_epochs_hold()
    {
        using var writer = Writer(queueBytes: 1 << 20);
        Append(writer, from: 0, count: 10);
        await WhenAsync(writer, health => health.WaitingBytes == 0);
        Assert.Equal(EarlierBytes + 10 * (JournalRecordHeader.Size + PacketBytes), writer.Health.WrittenBytes);
        writer.End(9);
        await writer.Closed;
    }

    private JournalWriter Writer(int queueBytes) =>
        new(directory.Path, new("test"), 0, EarlierBytes, QueueMemory.Private(queueBytes), options, disk, clock, NullLogger.Instance);

    private static int Append(JournalWriter writer, int from, int count)
    {
        var payload = new byte[PacketBytes];
        return Enumerable.Range(from, count).Count(number => writer.Append(
            new JournalRecordHeader(PacketBytes, JournalRecordType.Rtp, JournalRecordFlags.None, 1, number), payload));
    }

    private static async Task<JournalAlarm> WhenAsync(JournalWriter writer, Func<JournalHealth, bool> condition)
    {
        while (!condition(writer.Health))
            await Task.Yield();
        return writer.Health.Alarm;
    }

    private List<long> Packets()
    {
        var packets = new List<long>();
        using var reader = new JournalReader(directory.Path);
        while (reader.TryRead(out var record))
            if (record.Header.Type == JournalRecordType.Rtp)
                packets.Add(record.Header.ArrivalNs);
        return packets;
    }

    private List<(uint Records, ulong Bytes)> Sheds()
    {
        var sheds = new List<(uint, ulong)>();
        using var reader = new JournalReader(directory.Path);
        while (reader.TryRead(out var record))
            if (record.Header.Type == JournalRecordType.Shed)
                sheds.Add((BinaryPrimitives.ReadUInt32LittleEndian(record.Payload), BinaryPrimitives.ReadUInt64LittleEndian(record.Payload[4..])));
        return sheds;
    }

    private IReadOnlyList<object> Damage()
    {
        using var reader = new JournalReader(directory.Path);
        while (reader.TryRead(out _))
        {
        }
        return reader.Damage;
    }
}
