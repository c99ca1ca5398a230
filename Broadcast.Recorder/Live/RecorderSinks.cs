using System.Collections.Concurrent;
using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Recorder.Live;

/// <summary>
/// The recorder as its media node knows it: a sink is a recording's journal (<see cref="SinkName"/>). It refuses while the disk has no
/// room, and reports how each recording goes (<see cref="RecordingReport"/>) whenever that changes.
/// </summary>
internal sealed class RecorderSinks : IDirectSinkProvider, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly RecorderNode node;
    private readonly LiveRecordings live;
    private readonly ConcurrentDictionary<RecordingId, Told> told = new();
    private readonly ITimer timer;

    public RecorderSinks(RecorderNode node, LiveRecordings live, TimeProvider clock)
    {
        (this.node, this.live) = (node, live);
        timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal)
    {
        refusal = null;
        if (!SinkName.TryParse(sink, out var recordingId, out var opening))
            return null;
        refusal = node.Refusal ?? (opening == 0 && node.IsMadeElsewhere(recordingId) ? "The recording is made by another process." : null);
        if (refusal is not null)
            return null;
        var journal = node.Open(recordingId, opening);
        told[recordingId] = new Told(report);
        timer.Change(Interval, Interval);
        return journal;
    }

    public void End(string sink)
    {
        if (!SinkName.TryParse(sink, out var recordingId, out _))
            return;
        told.TryRemove(recordingId, out _);
        node.Leave(recordingId);
        live.Complete(recordingId);
    }

    public void Dispose() => timer.Dispose();

    /// <summary>Tells whom it concerns what has changed. Comes twice a second while there is somebody to tell.</summary>
    private void Look()
    {
        if (told.IsEmpty)
            Rest();
        foreach (var (recordingId, owner) in told)
        {
            if (node.HealthOf(recordingId) is { } health)
                owner.Tell(new RecordingReport(recordingId, live.VerdictOf(recordingId) ?? RecordingVerdict.Waiting, health.Limit));
            else
                told.TryRemove(KeyValuePair.Create(recordingId, owner));
        }
    }

    /// <summary>Who comes meanwhile is told all the same: looking begins after they are among those to tell.</summary>
    private void Rest()
    {
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!told.IsEmpty)
            timer.Change(Interval, Interval);
    }

    /// <summary>Whom to report to, and what they know.</summary>
    private sealed class Told(Action<JsonElement> report)
    {
        private readonly Lock gate = new();
        private RecordingReport? last;

        public void Tell(RecordingReport now)
        {
            lock (gate)
            {
                if (now == last)
                    return;
                last = now;
                report(now.ToJson());
            }
        }
    }
}
