using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Hangfire;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Removes the journals of recordings that were published long enough ago; what was published stays.</summary>
internal sealed class JournalRemoval(
    RecordingUpdates updates, RecordingLocks locks, JournalParts parts, IObjectStore store, RecorderNode recorder, IOptions<JournalOptions> options, TimeProvider time)
{
    public const string Id = "journals";

    [Queue(RecordingSchedule.Queue)]
    [JobDisplayName("Remove journals that are no longer kept")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.KeepDays == 0)
            return;
        // Those on this disk and in the store: another process has others, and clears them itself.
        foreach (var recordingId in recorder.RecordingsOnDisk.Union(await parts.RecordingsAsync(cancellationToken)).ToList())
            if (await updates.FindAsync(recordingId, cancellationToken) is { } recording && IsOver(recording))
                await RemoveAsync(recordingId, cancellationToken);
    }

    private async Task RemoveAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        using var held = await locks.TryEnterAsync(recordingId, cancellationToken);
        // Somebody is at it just now; the next run looks again.
        if (held is null)
            return;
        var isOver = false;
        await updates.ApplyAsync(recordingId, Note, cancellationToken);
        if (!isOver)
            return;
        recorder.Delete(recordingId);
        await store.DeleteAllAsync(JournalKeys.PrefixOf(recordingId), cancellationToken);
        await parts.ForgetAsync(recordingId, epochs: null, cancellationToken);

        // It may be on hold, or be made again, since it was looked at.
        string? Note(Recording recording)
        {
            isOver = IsOver(recording);
            if (!isOver || recording.JournalRemovedAt is not null)
                return null;
            recording.JournalRemovedAt = time.GetUtcNow();
            return "Its journal was removed: it cannot be rendered in another look any more.";
        }
    }

    private bool IsOver(Recording recording) => recording is { State: RecordingState.Ready, LegalHold: false, PublishedAt: { } published }
        && published.AddDays(options.Value.KeepDays) <= time.GetUtcNow();
}
