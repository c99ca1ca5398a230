using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Live;

public sealed class RecorderSinksTests : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly FaultyDisk disk = new();
    private readonly SteppedClock clock = new();
    private readonly List<RecordingReport> reports = [];
    private RecorderNode node = null!;
    private LiveRecordings live = null!;
    private RecorderSinks sinks = null!;

    public Task InitializeAsync()
    {
        var options = Options.Create(new RecorderOptions { Directory = directory.Path, QueueDirectory = "", FloorBytes = 500 });
        node = new RecorderNode(options, clock, NullLoggerFactory.Instance, disk);
        live = new LiveRecordings(node, clock, NullLogger<LiveRecordings>.Instance);
        sinks = new RecorderSinks(node, live, clock);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        sinks.Dispose();
        live.Dispose();
        disk.Space = long.MaxValue;
        await node.DisposeAsync();
        disk.Dispose();
        directory.Dispose();
    }

    [Theory]
    [InlineData("playback/abc")]
    [InlineData("recording/")]
    [InlineData("recording/../abc")]
    [InlineData("recording/abc/")]
    [InlineData("recording/abc/-1")]
    [InlineData("recording/abc/1/2")]
    public void Knows_no_other_names(string sink)
    {
        Assert.Null(sinks.TryOpen(sink, Take, out var refusal));
        Assert.Null(refusal);
        sinks.End(sink);
    }

    [Fact]
    public void Refuses_while_the_disk_has_no_room_and_opens_nothing()
    {
        disk.Space = 100;
        Assert.Null(sinks.TryOpen("recording/abc", Take, out var refusal));
        Assert.Equal("Nothing can be recorded because only 0 MB are left on the disk.", refusal);
        Assert.Empty(node.OpenRecordings);

        disk.Space = long.MaxValue;
        Assert.NotNull(sinks.TryOpen("recording/abc", Take, out _));
    }

    [Fact]
    public async Task Reports_at_first_and_then_only_what_has_changed()
    {
        var sink = sinks.TryOpen("recording/abc", Take, out _)!;
        clock.Step();
        clock.Step();
        Assert.Equal(new RecordingReport(new("abc"), RecordingVerdict.Waiting), Assert.Single(reports));

        node.Open(new("other")).OnClosed(new Instant(0));
        disk.Space = 100;
        clock.Step();
        clock.Step();
        Assert.Equal(2, reports.Count);
        Assert.StartsWith("The recording was stopped because only 0 MB are left on the disk.", reports[1].Limit, StringComparison.Ordinal);

        // The journal's end is written; else that is tried for half a minute.
        disk.Space = long.MaxValue;
        sink.OnClosed(new Instant(0));
        await node.WhenClosedAsync(new("abc"), CancellationToken.None);
        clock.Step();
        Assert.Equal(2, reports.Count);
    }

    [Fact]
    public void Tells_who_opens_it_anew_how_it_stands()
    {
        sinks.TryOpen("recording/abc", Take, out _);
        clock.Step();
        var later = new List<JsonElement>();
        sinks.TryOpen("recording/abc", later.Add, out _);
        clock.Step();
        Assert.Single(reports);
        Assert.Single(later);
    }

    [Fact]
    public async Task Ending_it_cuts_off_a_journal_that_was_left_open()
    {
        var lost = sinks.TryOpen("recording/abc", Take, out _)!;
        sinks.End("recording/abc");
        await node.WhenClosedAsync(new("abc"), CancellationToken.None);
        lost.OnEvent(new Instant(1), JsonElement.Parse("""{"type":"marker"}"""));
        Assert.Empty(node.OpenRecordings);
        sinks.End("recording/abc");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"recordingId":"abc","verdict":{"light":"violet","sentence":""}}""")]
    public void What_is_no_report_is_not_read_as_one(string json) => Assert.Null(RecordingReport.TryRead(JsonElement.Parse(json)));

    private void Take(JsonElement report) => reports.Add(RecordingReport.TryRead(report)!);
}
