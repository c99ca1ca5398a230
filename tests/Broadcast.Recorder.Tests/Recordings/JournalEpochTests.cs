using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Recordings;

/// <summary>Which epochs lie on the disk, and of which nothing more comes.</summary>
public sealed class JournalEpochTests : IDisposable
{
    private static readonly RecordingId Id = new("abc");

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task One_that_is_written_has_closed_chunks_but_its_last_one()
    {
        await using var node = NodeCalled("one");
        var sink = node.Open(Id);
        Speak(sink, seconds: 3);
        await WhenAsync(() => node.EpochsOf(Id) is [{ Chunks.Count: 3 }]);

        var epoch = Assert.Single(node.EpochsOf(Id));
        Assert.False(epoch.IsWhole);
        Assert.Equal([new JournalChunkName(0, 0), new JournalChunkName(0, 1)], epoch.ClosedChunks);

        sink.OnClosed(Instant.FromSeconds(4));
        await node.WhenClosedAsync(Id, CancellationToken.None);
        epoch = Assert.Single(node.EpochsOf(Id));
        Assert.True(epoch.IsWhole);
        Assert.Equal(epoch.Chunks, epoch.ClosedChunks);
    }

    /// <summary>Not even while it is paused, when nobody writes, is the recording given up.</summary>
    [Fact]
    public async Task One_that_ended_in_order_is_whole_for_other_processes_while_its_own_holds_the_recording()
    {
        await using var node = NodeCalled("one");
        await using var other = NodeCalled("other");
        var sink = node.Open(Id);
        Speak(sink, seconds: 1);
        sink.OnClosed(Instant.FromSeconds(1));
        await node.WhenClosedAsync(Id, CancellationToken.None);
        Speak(node.Open(Id, opening: 1), seconds: 1);
        await WhenAsync(() => node.EpochsOf(Id).Count == 2);

        Assert.Equal([true, false], other.EpochsOf(Id).Select(epoch => epoch.IsWhole));
        Assert.False(other.IsLeft(Id));
    }

    [Fact]
    public async Task One_that_was_left_is_whole()
    {
        await using (var killed = NodeCalled("one"))
            Speak(killed.Open(Id), seconds: 1);
        await using var next = NodeCalled("one");

        Assert.True(Assert.Single(next.EpochsOf(Id)).IsWhole);
        Assert.True(next.IsLeft(Id));
    }

    private RecorderNode NodeCalled(string name) => new(
        Options.Create(new RecorderOptions { Directory = directory.Path, Node = name, QueueDirectory = "", ChunkSeconds = 1, SyncMilliseconds = 0 }),
        TimeProvider.System, NullLoggerFactory.Instance);

    private static void Speak(IDirectSink sink, int seconds)
    {
        for (var second = 0; second < seconds; second++)
            sink.OnEvent(Instant.FromSeconds(second), System.Text.Json.JsonDocument.Parse("""{"type":"marker","label":"x"}""").RootElement);
    }

    private static async Task WhenAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(10, patience.Token);
    }
}
