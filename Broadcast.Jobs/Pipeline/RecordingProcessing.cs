using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Takes one recording through all steps to publication. Run again after a kill, it finds each finished step done.</summary>
internal sealed class RecordingProcessing(
    IEnumerable<IPipelineStep> steps, RecordingUpdates updates, IObjectStore store, PipelineMetrics metrics, IOptions<JobsOptions> options, TimeProvider time)
{
    public async Task RunAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var recording = await updates.FindAsync(recordingId, cancellationToken);
        if (recording?.State == RecordingState.Processing)
            await ProcessAsync(recording, cancellationToken);
        if (recording is null or { State: RecordingState.Ready or RecordingState.Processing })
            RemoveWork(recordingId);
        for (var older = 1; older < recording?.Version; older++)
            await store.DeleteAllAsync(StoreKeys.PrefixOf(recordingId, older), cancellationToken);
    }

    /// <summary>Nothing of a recording is worked on any more.</summary>
    public void RemoveWork(RecordingId recordingId)
    {
        if (Directory.Exists(WorkDirectoryOf(recordingId)))
            Directory.Delete(WorkDirectoryOf(recordingId), recursive: true);
    }

    private async Task ProcessAsync(Recording recording, CancellationToken cancellationToken)
    {
        var work = await RecordingWork.OpenAsync(recording, WorkDirectoryOf(recording.Id), cancellationToken);
        var left = new TimeLeft(time);
        foreach (var step in steps.Where(step => !step.IsDone(work)))
            await RunAsync(step, work, left, cancellationToken);
        await updates.ApplyAsync(recording.Id, r => Publish(r, work.State), cancellationToken);
    }

    private async Task RunAsync(IPipelineStep step, RecordingWork work, TimeLeft left, CancellationToken cancellationToken)
    {
        var share = StepShare.Of(step.Step);
        await updates.ApplyAsync(work.RecordingId, r => (r.Step, r.Percent, r.SecondsLeft) = (step.Step, share.From, left.At(share.From)), cancellationToken);
        await using (var progress = new ProgressWriter(share, options.Value.ProgressInterval, time, WriteAsync))
            await metrics.MeasureAsync(step.Step, step.RunAsync(work, progress, cancellationToken));
        await updates.ApplyAsync(work.RecordingId, r => (r.Percent, r.Error) = (share.To, null), cancellationToken);

        Task WriteAsync(int percent) =>
            updates.ApplyAsync(work.RecordingId, r => (r.Percent, r.SecondsLeft) = (percent, left.At(percent)), cancellationToken);
    }

    private string Publish(Recording recording, WorkState made)
    {
        recording.Files.Clear();
        recording.Files.AddRange(made.Files ?? []);
        recording.Duration = made.Video?.Duration;
        if (recording.Version == 1 && options.Value.RetentionDays > 0)
            recording.ExpiresAt = time.GetUtcNow().AddDays(options.Value.RetentionDays);
        (recording.State, recording.Step, recording.Percent, recording.Error, recording.SecondsLeft) = (RecordingState.Ready, null, 100, null, null);
        (recording.Attempts, recording.NextTryAt, recording.PublishedAt) = (0, null, time.GetUtcNow());
        return recording.Version == 1 ? "Published." : "Published in its new look.";
    }

    private string WorkDirectoryOf(RecordingId recordingId) => Path.Combine(options.Value.WorkDirectory, recordingId.Value);
}
