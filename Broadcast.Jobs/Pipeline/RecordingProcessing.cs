using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Takes one recording through all steps to publication. Run again after a kill, it finds each finished step done.</summary>
internal sealed class RecordingProcessing(
    IEnumerable<IPipelineStep> steps, RecordingUpdates updates, IOptions<JobsOptions> options, TimeProvider time)
{
    public async Task RunAsync(string recordingId, CancellationToken ct)
    {
        var recording = await updates.FindAsync(recordingId, ct);
        if (recording?.State == RecordingState.Processing)
            await ProcessAsync(recording, ct);
        if (recording is null or { State: RecordingState.Ready or RecordingState.Processing })
            RemoveWork(recordingId);
    }

    public void RemoveWork(string recordingId)
    {
        if (Directory.Exists(WorkDirectoryOf(recordingId)))
            Directory.Delete(WorkDirectoryOf(recordingId), recursive: true);
    }

    private async Task ProcessAsync(Recording recording, CancellationToken ct)
    {
        var work = await RecordingWork.OpenAsync(recording.Id, recording.StartedAt, WorkDirectoryOf(recording.Id), ct);
        foreach (var step in steps.Where(step => !step.IsDone(work)))
            await RunAsync(step, work, ct);
        await updates.ApplyAsync(recording.Id, r => Publish(r, work.State), ct);
    }

    private async Task RunAsync(IPipelineStep step, RecordingWork work, CancellationToken ct)
    {
        var share = StepShare.Of(step.Step);
        await updates.ApplyAsync(work.RecordingId, r => (r.Step, r.Percent) = (step.Step, share.From), ct);
        await using (var progress = new ProgressWriter(share, options.Value.ProgressInterval, time, WriteAsync))
            await step.RunAsync(work, progress, ct);
        await updates.ApplyAsync(work.RecordingId, r => (r.Percent, r.Error) = (share.To, null), ct);

        Task WriteAsync(int percent) => updates.ApplyAsync(work.RecordingId, r => r.Percent = percent, ct);
    }

    private static void Publish(Recording recording, WorkState made)
    {
        recording.Files.Clear();
        recording.Files.AddRange(made.Files ?? []);
        recording.Duration = made.Video?.Duration;
        (recording.State, recording.Step, recording.Percent, recording.Error) = (RecordingState.Ready, null, 100, null);
    }

    private string WorkDirectoryOf(string recordingId) => Path.Combine(options.Value.WorkDirectory, recordingId);
}
