using System.Diagnostics;
using System.Globalization;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Journal;

public sealed class JournalRecoveryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task Brings_back_what_was_taken_but_not_written_and_nothing_twice(int written)
    {
        WriteAndDie(total: 100, written, tornBytes: written == 40 ? 17 : 0);

        await using var node = Node(directory.Path);

        Assert.Equal([new("test")], node.UnfinishedRecordings);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), Packets(node.JournalDirectory(new("test")), out var damaged));
        Assert.Equal(0, damaged);
        Assert.Empty(Directory.EnumerateFiles(directory["queues"]));
    }

    [Fact]
    public async Task Leaves_alone_the_queue_of_a_process_that_lives()
    {
        await using var living = Node(directory.Path);
        var sink = living.Open(new("test"));
        await using var other = Node(directory.Path);
        Assert.Single(Directory.EnumerateFiles(directory["queues"]));
        sink.OnClosed(new Sfu.Primitives.Instant(1));
        await living.WhenClosedAsync(new("test"), CancellationToken.None);
        Assert.Empty(Directory.EnumerateFiles(directory["queues"]));
    }

    /// <summary>The victim appends as fast as it can and says each number only after the journal took it; it is killed without warning.</summary>
    [Theory]
    [Trait("Category", "Integration")]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_killed_process_loses_nothing_that_the_journal_had_taken(int seed)
    {
        var lastTaken = await KillAfterAsync(lines: new Random(seed).Next(2_000, 20_000));

        await using var node = Node(directory.Path);

        var packets = Packets(node.JournalDirectory(new("test")), out var damaged);
        Assert.Equal(Enumerable.Range(0, packets.Count).Select(i => (long)i), packets);
        Assert.InRange(packets.Count, lastTaken + 1, int.MaxValue);
        Assert.Equal(0, damaged);
    }

    /// <summary>What the victim runs: see <see cref="Program"/>.</summary>
    internal static void AppendUntilKilled(string directory)
    {
        var sink = Node(directory).Open(new("test"));
        using var said = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
        var track = new Sfu.Primitives.ConsumerId("c");
        sink.OnConsumerAdded(new Sfu.Primitives.Instant(0), track, new("p"), Sfu.Control.Parameters.MediaKind.Audio, new() { Codecs = [] });
        for (var number = 0; ; number++)
        {
            sink.OnRtp(new Sfu.Primitives.Instant(number), track, new byte[200]);
            said.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            if (number % 16 == 0)
                said.Flush();
        }
    }

    private async Task<int> KillAfterAsync(int lines)
    {
        using var victim = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(JournalRecoveryTests).Assembly.Location, directory.Path },
            RedirectStandardOutput = true,
        })!;
        string? last = null;
        for (var i = 0; i < lines; i++)
            last = await victim.StandardOutput.ReadLineAsync();
        victim.Kill();
        while (await victim.StandardOutput.ReadLineAsync() is { } line)
            last = line.Length >= last!.Length ? line : last;
        await victim.WaitForExitAsync();
        return int.Parse(last!, CultureInfo.InvariantCulture);
    }

    /// <summary>Leaves the journal and the queue as a process does that was killed after a part was written.</summary>
    private void WriteAndDie(int total, int written, int tornBytes)
    {
        var options = Settings(directory.Path);
        Directory.CreateDirectory(options.QueueDirectory);
        var memory = new QueueFiles(options, NullLogger.Instance).Create(new("test"), 0);
        var start = new JournalChunkStart("rtpj", 1, new("test"), 0, 0, DateTimeOffset.UnixEpoch, 0, DateTimeOffset.UnixEpoch);
        memory.Label = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(start, JournalJson.Default.JournalChunkStart);
        var queue = new JournalQueue(memory);
        var journal = Path.Combine(directory.Path, "test");
        Directory.CreateDirectory(journal);
        using (var file = new JournalFile(new JournalDisk(), journal, new JournalBounds(TimeSpan.FromMinutes(1), 64_000_000), start))
        {
            for (var i = 0; i < total; i++)
            {
                var record = JournalRecords.Rtp(i, 100);
                Assert.True(JournalRecordHeader.TryRead(record, out var header));
                Assert.True(queue.TryAppend(header, record.AsSpan(JournalRecordHeader.Size), urgent: false));
                if (i < written)
                    file.Append(record);
            }
            file.Flush();
        }
        if (tornBytes > 0)
            File.AppendAllBytes(Path.Combine(journal, "0-0.rtpj"), new byte[tornBytes]);
        memory.Close();
    }

    private static RecorderOptions Settings(string directory) => new()
    {
        Directory = directory,
        QueueDirectory = Path.Combine(directory, "queues"),
        FlushMilliseconds = 10,
    };

    private static RecorderNode Node(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "queues"));
        return new RecorderNode(Options.Create(Settings(directory)), new FixedTime(), NullLoggerFactory.Instance);
    }

    private static List<long> Packets(string journal, out long damagedBytes)
    {
        var packets = new List<long>();
        using var reader = new JournalReader(journal);
        while (reader.TryRead(out var record))
            if (record.Header.Type == JournalRecordType.Rtp)
                packets.Add(record.Header.ArrivalNs / (record.Header.Length == 200 ? 1_000 : 1));
        damagedBytes = reader.Damage.Sum(range => range.Length);
        return packets;
    }
}
