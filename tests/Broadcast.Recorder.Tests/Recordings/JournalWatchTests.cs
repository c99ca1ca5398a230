using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadcast.Recorder.Tests.Recordings;

public sealed class JournalWatchTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FaultyDisk disk = new();
    private readonly RecorderOptions options = new() { FlushMilliseconds = 1 };

    public void Dispose()
    {
        disk.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Stops_a_journal_below_the_floor_and_leaves_it_stopped_when_space_returns()
    {
        var clock = new SteppedClock();
        using var writer = new JournalWriter(
            directory.Path, new("test"), 0, writtenBytes: 0, QueueMemory.Private(1 << 20), options, disk, clock, NullLogger.Instance);
        using var watch = new JournalWatch(() => [KeyValuePair.Create(new RecordingId("test"), writer)], new RecordingLimits(options), clock, NullLogger.Instance);
        clock.Step();
        Assert.Null(writer.Health.Limit);

        disk.Space = options.FloorBytes - 1;
        clock.Step();
        Assert.Contains("only 500 MB are left", writer.Health.Limit, StringComparison.Ordinal);
        disk.Space = long.MaxValue;
        clock.Step();
        Assert.Equal(JournalAlarm.Stopped, writer.Health.Alarm);
        writer.End(1);
        await writer.Closed;
    }
}
