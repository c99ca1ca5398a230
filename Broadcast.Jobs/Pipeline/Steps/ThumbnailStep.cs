using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Finalising;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Takes a poster from the video.</summary>
internal sealed class ThumbnailStep(RecordingFinaliser finaliser) : IPipelineStep
{
    public RecordingStep Step => RecordingStep.Thumbnail;

    public bool IsDone(RecordingWork work) => work.State.Poster is { } made && File.Exists(made.Path);

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken ct)
    {
        var video = work.State.Video ?? throw new InvalidOperationException("The video was not made.");
        var poster = await finaliser.ThumbnailAsync(video, work.Directory, ct);
        await work.SaveAsync(work.State with { Poster = poster, Files = null }, ct);
    }
}
