using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Journal;
using Hangfire;
using Hangfire.States;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// The recordings' jobs in Hangfire. What is to be processed and when stands in the catalogue; a job store that forgot it, as that in
/// memory does at every stop, is filled from there.
/// </summary>
internal sealed class RecordingSchedule(IBackgroundJobClientV2 jobs, RecordingUpdates updates, TimeProvider time)
{
    public const string Queue = "recordings";

    /// <summary>Has the recording processed when it is due. Asked twice, the second run finds nothing left to do.</summary>
    public async Task EnqueueAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var recording = await updates.FindAsync(recordingId, cancellationToken);
        IState state = recording?.NextTryAt is { } due && due > time.GetUtcNow() ? At(due) : new EnqueuedState(Queue);
        var argument = recordingId.Value;
        var jobId = jobs.Create<RecordingJob>(job => job.RunAsync(argument, CancellationToken.None), state);
        await updates.ApplyAsync(recordingId, Note, cancellationToken);

        void Note(Recording planned) => planned.JobId = jobId;
    }

    /// <summary>Not before then: Hangfire keeps whole seconds.</summary>
    public static ScheduledState At(DateTimeOffset due) => new(due.UtcDateTime.AddTicks(TimeSpan.TicksPerSecond - 1));

    /// <summary>Whether a run is under way, waiting for its turn or for a retry.</summary>
    public bool Holds(Recording recording)
    {
        if (recording.JobId is not { } jobId)
            return false;
        using var store = jobs.Storage.GetConnection();
        return store.GetStateData(jobId)?.Name is { } state && (state == EnqueuedState.StateName || state == ScheduledState.StateName || state == ProcessingState.StateName);
    }

    /// <summary>Takes the recording's job away; whoever is at it, in whichever process, is told to give up within a second.</summary>
    public void Withdraw(Recording recording)
    {
        if (recording.JobId is { } jobId)
            jobs.Delete(jobId);
    }
}
