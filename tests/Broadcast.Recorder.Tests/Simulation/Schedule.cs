using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>What arrives at the recorder and when, in any order of writing; played into a real sink in order of time, at once.</summary>
internal sealed class Schedule
{
    /// <summary>The monotonic clock's reading at second zero: arbitrary.</summary>
    private const double ClockAtZero = 1_234.5;

    private readonly List<(double At, Action<IDirectSink, Instant> Call)> calls = [];
    private bool hasEnd;

    public void At(double seconds, Action<IDirectSink, Instant> call) => calls.Add((seconds, call));

    public void Event(double seconds, string json) =>
        At(seconds, (sink, now) => sink.OnEvent(now, JsonDocument.Parse(json).RootElement));

    /// <param name="from">Seconds: the first that is played.</param>
    /// <param name="until">Seconds: the first that is not.</param>
    public void Play(IDirectSink sink, double from = 0, double until = double.PositiveInfinity)
    {
        foreach (var (at, call) in calls.Where(each => each.At >= from && each.At < until).OrderBy(each => each.At))
            call(sink, Instant.FromSeconds(ClockAtZero + at));
    }

    /// <summary>Records the schedule through a recorder of its own; without an end it is as if the process had been killed.</summary>
    /// <param name="startedAt">Seconds of wall-clock time after the recording's first start.</param>
    /// <returns>The journal's directory.</returns>
    public async Task<string> RecordAsync(string directory, double startedAt = 0)
    {
        var time = new FixedTime();
        time.Now = time.Now.AddSeconds(startedAt);
        var options = new RecorderOptions { Directory = directory, QueueBytes = 1 << 28, FlushMilliseconds = 10, SyncMilliseconds = 0 };
        await using var node = new RecorderNode(Options.Create(options), time, NullLoggerFactory.Instance);
        Play(node.Open(new("test")));
        if (hasEnd)
            await node.WhenClosedAsync(new("test"), CancellationToken.None);
        return node.JournalDirectory(new("test"));
    }

    public void End(double seconds)
    {
        hasEnd = true;
        Event(seconds, """{"type":"webinarEnded"}""");
        At(seconds, (sink, now) => sink.OnClosed(now));
    }

    public void Start() => Event(0, """{"type":"webinarStarted"}""");
}
