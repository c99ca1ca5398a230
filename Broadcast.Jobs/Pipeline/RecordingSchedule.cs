using Quartz;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The recordings' jobs in the persistent scheduler. A job is forgotten when its last run is over.</summary>
internal sealed class RecordingSchedule(ISchedulerFactory schedulers)
{
    /// <summary>Has the recording processed as soon as there is room. Asked twice, the second run finds nothing left to do.</summary>
    public async Task EnqueueAsync(string recordingId, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var key = KeyOf(recordingId);
        var job = JobBuilder.Create<RecordingJob>().WithIdentity(key).RequestRecovery().Build();
        // Not named after the recording: a run that just failed for the last time may still hold its trigger when a retry comes.
        var trigger = TriggerBuilder.Create().WithIdentity(Guid.NewGuid().ToString("N"), RecordingJob.Group).ForJob(key).StartNow().Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, ct);
    }

    /// <summary>Whether a run is under way, waiting for its turn or for a retry.</summary>
    public async Task<bool> HoldsAsync(string recordingId, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        return (await scheduler.GetTriggersOfJob(KeyOf(recordingId), ct)).Count > 0;
    }

    private static JobKey KeyOf(string recordingId) => new(recordingId, RecordingJob.Group);
}
