using Broadcast.Recorder.Journal;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Hosting;

/// <summary>Looks at the open journals every second and raises an alarm when one gets into danger: its own thread may be stuck in the disk.</summary>
internal sealed partial class JournalWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Func<KeyValuePair<string, JournalHealth>[]> healths;
    private readonly ILogger logger;
    private readonly Dictionary<string, JournalAlarm> raised = [];
    private readonly ITimer timer;

    public JournalWatch(Func<KeyValuePair<string, JournalHealth>[]> healths, TimeProvider clock, ILogger logger)
    {
        this.healths = healths;
        this.logger = logger;
        timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (raised)
        {
            foreach (var (recordingId, health) in healths())
                Compare(recordingId, health);
        }
    }

    private void Compare(string recordingId, JournalHealth health)
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
    private partial void LogAlarm(string recordingId, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: the journal is in order again; {Shed} packets were lost.")]
    private partial void LogAllClear(string recordingId, long shed);
}
