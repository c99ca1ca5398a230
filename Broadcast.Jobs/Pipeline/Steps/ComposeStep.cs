using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalizing;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Composes the tracks into one video.</summary>
internal sealed class ComposeStep(RecordingFinalizer finalizer) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Compose;

    public bool IsDone(RecordingWork work) => work.State.Video is { } made && File.Exists(made.Path);

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var manifest = work.State.Manifest ?? throw new InvalidOperationException("The journal was not finalized.");
        var video = await finalizer.ComposeAsync(manifest, work.Style, work.Directory, progress, cancellationToken);
        await work.SaveAsync(work.State with { Video = video, Package = null, Files = null }, cancellationToken);
    }
}
