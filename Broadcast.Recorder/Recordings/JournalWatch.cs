using Broadcast.Recorder.Journal;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Recordings;

/// <summary>
/// Looks at the open journals every second while there are any, raises an alarm when one gets into danger, and stops one that has reached a limit: its own
/// thread may be stuck in the disk.
/// </summary>
internal sealed partial class JournalWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<KeyValuePair<RecordingId, JournalWriter>[]> writers;
    private readonly RecordingLimits limits;
    private readonly ILogger logger;
    private readonly Dictionary<RecordingId, JournalAlarm> raised = [];
    private readonly ITimer timer;

    public JournalWatch(Func<KeyValuePair<RecordingId, JournalWriter>[]> writers, RecordingLimits limits, TimeProvider clock, ILogger logger)
    {
        (this.writers, this.limits, this.logger) = (writers, limits, logger);
        timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A journal was opened.</summary>
    public void Begin() => timer.Change(Interval, Interval);

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (raised)
        {
            var open = writers();
            if (open.Length == 0)
                Rest();
            foreach (var (recordingId, writer) in open)
            {
                if (writer.Health is { Limit: null } health && limits.Reached(health) is { } reached)
                    writer.Stop(reached);
                Compare(recordingId, writer.Health);
            }
        }
    }

    /// <summary>One that is opened meanwhile is looked at all the same: it begins after it is among the open ones.</summary>
    private void Rest()
    {
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (writers().Length > 0)
            Begin();
    }

    private void Compare(RecordingId recordingId, JournalHealth health)
    {
        var before = raised.GetValueOrDefault(recordingId);
        if (health.Alarm == before)
            return;
        raised[recordingId] = health.Alarm;
        if (health.Alarm > before)
            LogAlarm(recordingId, health.Sentence!);
        else if (health.Alarm == JournalAlarm.None)
            LogAllClear(recordingId, health.Shed);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Recording {RecordingId}: {Sentence}")]
    private partial void LogAlarm(RecordingId recordingId, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: the journal is in order again; {Shed} packets were lost.")]
    private partial void LogAllClear(RecordingId recordingId, long shed);
}
