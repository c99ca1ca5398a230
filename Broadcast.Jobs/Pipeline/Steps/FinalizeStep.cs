using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Recordings;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Waits for the journal to close and turns it into one file per track and a manifest.</summary>
internal sealed class FinalizeStep(RecorderNode recorder, RecordingFinalizer finalizer, DiskSpace disk) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Finalize;

    public bool IsDone(RecordingWork work) => work.State.Manifest is { } made && made.Files.All(file => File.Exists(file.Path));

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await recorder.WhenClosedAsync(work.RecordingId, cancellationToken);
        var journal = recorder.JournalDirectory(work.RecordingId);
        if (!Directory.Exists(journal))
            throw new FileNotFoundException("Nothing was recorded: there is no journal.");
        disk.RequireFor(journal);
        var manifest = await finalizer.FinalizeAsync(journal, work.Directory, progress, cancellationToken);
        await work.SaveAsync(WorkState.Empty with { Manifest = manifest }, cancellationToken);
    }
}
