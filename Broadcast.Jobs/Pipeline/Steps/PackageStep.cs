using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalizing;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Makes everything that is published beside the video.</summary>
internal sealed class PackageStep(RecordingFinalizer finalizer) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Package;

    public bool IsDone(RecordingWork work) => work.State.Package is { } made && made.All(each => File.Exists(each.File.Path));

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var manifest = work.State.Manifest ?? throw new InvalidOperationException("The journal was not finalized.");
        var video = work.State.Video ?? throw new InvalidOperationException("The video was not made.");
        var package = await finalizer.PackageAsync(manifest, work.Style, video, work.Directory, progress, cancellationToken);
        await work.SaveAsync(work.State with { Package = package, Files = null }, cancellationToken);
    }
}
