using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalizing;
using Broadcast.Recorder.Recordings;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Waits for the journal to close and turns it into one file per track and a manifest.</summary>
internal sealed class FinalizeStep(RecorderNode recorder, JournalSource journals, RecordingFinalizer finalizer) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Finalize;

    public bool IsDone(RecordingWork work) => work.State.Manifest is { } made && made.Files.All(file => File.Exists(file.Path));

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await recorder.WhenClosedAsync(work.RecordingId, cancellationToken);
        var journal = await journals.RequireAsync(work, new Half(progress, 0), cancellationToken);
        var manifest = await finalizer.FinalizeAsync(journal, work.Directory, new Half(progress, 50), cancellationToken);
        await work.SaveAsync(WorkState.Empty with { Manifest = manifest }, cancellationToken);
    }

    private sealed class Half(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + value / 2);
    }
}
