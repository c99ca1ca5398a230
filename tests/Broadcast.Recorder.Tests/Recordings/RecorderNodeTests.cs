using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.TestMedia;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Recordings;

public sealed class RecorderNodeTests : IDisposable
{
    private static readonly ConsumerId Consumer = new("consumer");
    private static readonly RtpParameters Parameters = new()
    {
        Codecs = [new RtpCodecParameters { MimeType = "audio/opus", PayloadType = 111, ClockRate = 48_000, Channels = 2 }],
    };

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_recording_is_open_until_its_transport_closes()
    {
        await using var node = Node();
        var sink = node.Open(new("abc"));
        var closed = node.WhenClosedAsync(new("abc"), CancellationToken.None);
        Feed(sink, packets: 100);
        Assert.False(closed.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => node.Delete(new("abc")));

        sink.OnClosed(new Instant(3));
        await closed;

        Assert.Equal(100, Count(node.JournalDirectory(new("abc")), JournalRecordType.Rtp));
        Assert.Equal(1, Count(node.JournalDirectory(new("abc")), JournalRecordType.End));
        Assert.Empty(Node().UnfinishedRecordings);
        node.Delete(new("abc"));
        Assert.False(Directory.Exists(node.JournalDirectory(new("abc"))));
    }

    /// <summary>It would be taken for one that a crash left, and go on.</summary>
    [Fact]
    public async Task A_recording_that_ended_as_the_process_did_is_not_unfinished()
    {
        for (var i = 0; i < 20; i++)
        {
            await using (var node = Node())
            {
                var sink = node.Open(new($"ended-{i}"));
                Feed(sink, packets: 5);
                sink.OnClosed(new Instant(3));
            }
            Assert.Empty(Node().UnfinishedRecordings);
        }
    }

    [Fact]
    public async Task What_a_process_left_open_is_found_by_the_next_and_continued_as_a_new_epoch()
    {
        await using (var first = Node())
            Feed(first.Open(new("abc")), packets: 5);
        await using var second = Node();
        Assert.Equal([new("abc")], second.UnfinishedRecordings);

        var sink = second.Open(new("abc"));
        Feed(sink, packets: 7);
        sink.OnClosed(new Instant(9));
        await second.WhenClosedAsync(new("abc"), CancellationToken.None);

        Assert.Equal([0, 1], JournalChunkName.List(second.JournalDirectory(new("abc"))).Select(name => name.Epoch));
        Assert.Equal(12, Count(second.JournalDirectory(new("abc")), JournalRecordType.Rtp));
        Assert.Empty(Node().UnfinishedRecordings);
    }

    [Fact]
    public async Task What_a_lost_node_recorded_is_gone_on_with_by_another_at_once()
    {
        await using (var lost = Node("one"))
            Feed(lost.Open(new("abc")), packets: 5);
        await using var next = Node("other");
        Assert.Throws<InvalidOperationException>(() => next.Open(new("abc")));

        var sink = next.Open(new("abc"), opening: 3);
        Feed(sink, packets: 7);
        sink.OnClosed(new Instant(9));
        await next.WhenClosedAsync(new("abc"), CancellationToken.None);

        Assert.True(next.IsMadeHere(new("abc")));
        Assert.Equal([0, 3], JournalChunkName.List(next.JournalDirectory(new("abc"))).Select(name => name.Epoch));
        Assert.Equal(12, Count(next.JournalDirectory(new("abc")), JournalRecordType.Rtp));
    }

    [Fact]
    public async Task Another_node_goes_on_beside_one_that_was_only_cut_off()
    {
        await using var alone = Node("one");
        var gone = alone.Open(new("abc"));
        Feed(gone, packets: 5);
        await using var next = Node("other");
        var sink = next.Open(new("abc"), opening: 1);
        Feed(sink, packets: 7);
        sink.OnClosed(new Instant(9));
        await next.WhenClosedAsync(new("abc"), CancellationToken.None);

        gone.OnClosed(new Instant(9));
        await alone.WhenClosedAsync(new("abc"), CancellationToken.None);
        Assert.Equal(12, Count(next.JournalDirectory(new("abc")), JournalRecordType.Rtp));
    }

    [Fact]
    public async Task A_sink_whose_worker_was_lost_gives_way_to_the_next()
    {
        await using var node = Node();
        var lost = node.Open(new("abc"));
        Feed(lost, packets: 5);
        var sink = node.Open(new("abc"));
        Feed(lost, packets: 1);
        Feed(sink, packets: 7);
        sink.OnClosed(new Instant(9));
        await node.WhenClosedAsync(new("abc"), CancellationToken.None);
        Assert.Equal(12, Count(node.JournalDirectory(new("abc")), JournalRecordType.Rtp));
    }

    [Fact]
    public async Task Nothing_is_allocated_for_a_packet()
    {
        await using var node = Node();
        var sink = node.Open(new("abc"));
        Feed(sink, packets: 1_000);
        var packet = new byte[1_200];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            sink.OnRtp(new Instant(i), Consumer, packet);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        sink.OnClosed(new Instant(1_000));
    }

    private RecorderNode Node(string name = "node") => new(
        Options.Create(new RecorderOptions { Directory = directory.Path, Node = name, FlushMilliseconds = 10 }), new FixedTime(), NullLoggerFactory.Instance);

    private static void Feed(IDirectSink sink, int packets)
    {
        sink.OnConsumerAdded(new Instant(0), Consumer, new ProducerId("producer"), MediaKind.Audio, Parameters);
        for (var i = 0; i < packets; i++)
            sink.OnRtp(new Instant(i), Consumer, Packetiser.Rtp(111, true, (ushort)i, (uint)i * 960, 1, [1, 2, 3]));
    }

    private static int Count(string journal, JournalRecordType type)
    {
        var count = 0;
        using var reader = new JournalReader(journal);
        while (reader.TryRead(out var record))
            count += record.Header.Type == type ? 1 : 0;
        return count;
    }
}
