using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Jobs.Pipeline;

/// <summary>What may be done with a recording from outside. Every call may be repeated and survives a crash at any point.</summary>
public sealed class RecordingPipeline
{
    private readonly RecordingUpdates updates;
    private readonly RecordingSchedule schedule;
    private readonly RecordingEndings endings;
    private readonly RecordingProcessing processing;
    private readonly RecordingLocks locks;
    private readonly RecordingLeases leases;
    private readonly JournalParts parts;
    private readonly IObjectStore store;
    private readonly RecorderNode recorder;

    internal RecordingPipeline(
        RecordingUpdates updates,
        RecordingSchedule schedule,
        RecordingEndings endings,
        RecordingProcessing processing,
        RecordingLocks locks,
        RecordingLeases leases,
        JournalParts parts,
        IObjectStore store,
        RecorderNode recorder)
    {
        this.updates = updates;
        this.schedule = schedule;
        this.endings = endings;
        this.processing = processing;
        this.locks = locks;
        this.leases = leases;
        this.parts = parts;
        this.store = store;
        this.recorder = recorder;
    }

    /// <summary>Enters a recording that begins now into the catalogue. It is this process's until it is complete: no other one ends it meanwhile.</summary>
    /// <param name="recordingId">1 to 64 of <c>A-Z a-z 0-9 _ -</c>: it becomes a folder and part of a key.</param>
    public async Task StartAsync(RecordingId recordingId, WebinarId webinarId, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        if (!IId.IsValid(recordingId.Value))
            throw new ArgumentException("A recording's id is 1 to 64 of A-Z a-z 0-9 _ -.", nameof(recordingId));
        await updates.AddAsync(leases.Begin(recordingId, webinarId, startedAt), cancellationToken);
        leases.Take(recordingId);
    }

    /// <summary>Takes over a recording that another process began and that goes on: it is this process's from now on.</summary>
    public void TakeOver(RecordingId recordingId) => leases.Take(recordingId);

    /// <summary>A media node has opened the recording's journal: whoever makes the video waits for that part of it. Returns at once; the catalogue knows within seconds.</summary>
    /// <param name="opening">How often it was opened before, on whichever node.</param>
    public void Opened(RecordingId recordingId, int opening) => parts.Open(recordingId, opening);

    /// <summary>
    /// Says that nothing more will be recorded and enqueues the processing, which first waits for the journal to close. Without
    /// effect on a recording that is past that. What the disk does not take now is written down when it does.
    /// </summary>
    public Task CompleteAsync(RecordingId recordingId, DateTimeOffset endedAt, CancellationToken cancellationToken)
    {
        leases.Forget(recordingId);
        return endings.CompleteAsync(recordingId, endedAt, cancellationToken);
    }

    /// <summary>Processes a failed recording again, from the step that failed.</summary>
    public async Task<RetryResult> RetryAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var result = RetryResult.NotFound;
        await updates.ApplyAsync(recordingId, Retry, cancellationToken);
        if (result == RetryResult.Enqueued)
            await schedule.EnqueueAsync(recordingId, cancellationToken);
        return result;

        void Retry(Recording recording)
        {
            result = recording.State == RecordingState.Failed ? RetryResult.Enqueued : RetryResult.NotFailed;
            if (result == RetryResult.Enqueued)
                (recording.State, recording.Error, recording.Attempts, recording.NextTryAt) = (RecordingState.Processing, null, 0, null);
        }
    }

    /// <summary>Renders a recording in another style; what was published before can be watched until the new one is.</summary>
    public Task<RenderResult> RenderAsync(RecordingId recordingId, CompositionStyle style, CancellationToken cancellationToken) =>
        RenderAsync(recordingId, style, "Is rendered in another look.", cancellationToken);

    /// <summary>Makes a published recording again, because more of its journal has come.</summary>
    internal Task<RenderResult> MakeAgainAsync(RecordingId recordingId, CancellationToken cancellationToken) =>
        RenderAsync(recordingId, style: null, "A part of its journal came later: the video is made again, with it.", cancellationToken);

    /// <param name="style">Null for the one that it has.</param>
    private async Task<RenderResult> RenderAsync(RecordingId recordingId, CompositionStyle? style, string note, CancellationToken cancellationToken)
    {
        var result = RenderResult.NotFound;
        await updates.ApplyAsync(recordingId, Render, cancellationToken);
        if (result != RenderResult.Enqueued)
            return result;
        processing.RemoveWork(recordingId);
        await updates.NoteAsync(recordingId, note, cancellationToken);
        await schedule.EnqueueAsync(recordingId, cancellationToken);
        return result;

        void Render(Recording recording)
        {
            result = recording switch
            {
                { State: RecordingState.Recording or RecordingState.Processing } => RenderResult.Busy,
                { JournalRemovedAt: not null } => RenderResult.JournalGone,
                _ => RenderResult.Enqueued,
            };
            if (result != RenderResult.Enqueued)
                return;
            if (recording.Files.Count > 0)
                recording.Version++;
            (recording.Style, recording.State, recording.Error, recording.Percent) = (style ?? recording.Style, RecordingState.Processing, null, 0);
            (recording.Attempts, recording.NextTryAt) = (0, null);
        }
    }

    /// <summary>Stops the processing, wherever it runs; it can be retried.</summary>
    /// <returns>False if nothing was being processed.</returns>
    public async Task<bool> CancelAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var cancelled = false;
        if (await updates.FindAsync(recordingId, cancellationToken) is { } planned)
            schedule.Withdraw(planned);
        using var held = await locks.TakeOverAsync(recordingId, cancellationToken);
        await updates.ApplyAsync(recordingId, Cancel, cancellationToken);
        if (!cancelled)
            return false;
        await updates.NoteAsync(recordingId, "Was cancelled.", cancellationToken);
        return true;

        void Cancel(Recording recording)
        {
            cancelled = recording.State == RecordingState.Processing;
            if (cancelled)
                (recording.State, recording.Error, recording.SecondsLeft) = (RecordingState.Failed, "It was cancelled. It can be retried.", null);
        }
    }

    /// <summary>Decides how long a recording is kept.</summary>
    /// <param name="expiresAt">Null for ever.</param>
    /// <param name="legalHold">It neither expires nor can be deleted.</param>
    /// <returns>False if there is no such recording.</returns>
    public async Task<bool> KeepAsync(RecordingId recordingId, DateTimeOffset? expiresAt, bool legalHold, CancellationToken cancellationToken)
    {
        var wasHeld = false;
        var found = await updates.ApplyAsync(recordingId, Keep, cancellationToken);
        if (found && wasHeld != legalHold)
            await updates.NoteAsync(recordingId, legalHold ? "Put on legal hold." : "Released from legal hold.", cancellationToken);
        return found;

        void Keep(Recording recording)
        {
            wasHeld = recording.LegalHold;
            (recording.ExpiresAt, recording.LegalHold) = (expiresAt, legalHold);
        }
    }

    /// <summary>Makes all links to its files worthless that there are; who is signed in gets new ones.</summary>
    /// <returns>False if there is no such recording.</returns>
    public Task<bool> RevokeLinksAsync(RecordingId recordingId, CancellationToken cancellationToken) =>
        updates.ApplyAsync(recordingId, recording => recording.LinkSeries++, cancellationToken);

    /// <summary>
    /// Stops the processing and removes the recording from store, journal and catalogue, the catalogue last. A run that is still
    /// planned finds nothing to do.
    /// </summary>
    public async Task<DeleteResult> DeleteAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var recording = await updates.FindAsync(recordingId, cancellationToken);
        if (recording is null)
            return DeleteResult.NotFound;
        if (recording.State == RecordingState.Recording)
            return DeleteResult.StillRecording;
        if (recording.LegalHold)
            return DeleteResult.OnHold;
        schedule.Withdraw(recording);
        using var held = await locks.TakeOverAsync(recordingId, cancellationToken);
        await parts.MarkDeletedAsync(recordingId, cancellationToken);
        await store.DeleteAllAsync(StoreKeys.PrefixOf(recordingId), cancellationToken);
        await recorder.WhenClosedAsync(recordingId, cancellationToken);
        recorder.Delete(recordingId);
        processing.RemoveWork(recordingId);
        await updates.RemoveAsync(recording, cancellationToken);
        return DeleteResult.Deleted;
    }

    /// <summary>Deletes all recordings of a webinar, or none: one that may not be deleted keeps the others.</summary>
    /// <returns>Why not, or <see cref="DeleteResult.Deleted"/>.</returns>
    public async Task<DeleteResult> DeleteAllOfAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        var recordings = await updates.OfWebinarAsync(webinarId, cancellationToken);
        if (recordings.Any(recording => recording.LegalHold))
            return DeleteResult.OnHold;
        if (recordings.Any(recording => recording.State == RecordingState.Recording))
            return DeleteResult.StillRecording;
        foreach (var recording in recordings)
            if (await DeleteAsync(recording.Id, cancellationToken) is var result and (DeleteResult.OnHold or DeleteResult.StillRecording))
                return result;
        return DeleteResult.Deleted;
    }
}
