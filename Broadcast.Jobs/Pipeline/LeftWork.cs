using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The work files of recordings that another process finished after this machine's was killed.</summary>
internal sealed class LeftWork(RecordingUpdates updates, RecordingLocks locks, RecordingProcessing processing, IOptions<JobsOptions> options)
{
    /// <summary>Removes those of recordings that are published or deleted.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.EnumerateDirectories(options.Value.WorkDirectory).Select(path => Path.GetFileName(path)).Where(IId.IsValid).ToList())
        {
            var recordingId = new RecordingId(folder);
            using var held = await locks.TryEnterAsync(recordingId, cancellationToken);
            if (held is not null && await updates.FindAsync(recordingId, cancellationToken) is null or { State: RecordingState.Ready })
                processing.RemoveWork(recordingId);
        }
    }
}
