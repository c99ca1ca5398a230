using Broadcast.Jobs.Catalogue;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// One step of processing. It may be killed at any moment and run again: it finds what there is, does the rest and keeps in
/// <see cref="RecordingWork"/> what later steps need. A failure is an exception whose message is a sentence for an organizer.
/// </summary>
internal interface IPipelineStep
{
    RecordingStep Step { get; }

    /// <summary>Whether the work is done already, by a run before this one.</summary>
    bool IsDone(RecordingWork work);

    /// <param name="progress">0 to 100, of this step alone.</param>
    Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken);
}
