using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Recordings;

namespace Broadcast.Jobs.Journals.Uploading;

/// <summary>
/// What is to be done with one recording's journal on the disk: its epochs go into the store; if the video was made without one of them it
/// is made again; once it is published with all of them they go from the disk, and if the recording is deleted they do, too.
/// </summary>
internal sealed class JournalCare(
    RecorderNode recorder, LiveRecordings live, IObjectStore store, JournalParts parts, RecordingUpdates updates, RecordingPipeline pipeline, RecordingLocks locks)
{
    /// <summary>How much of a recording there was when it was made again: once is enough, whoever makes it.</summary>
    private readonly Dictionary<RecordingId, long> madeAgain = [];

    /// <summary>Bytes of closed chunks that are not in the store yet.</summary>
    public long WaitingBytes(RecordingId recordingId) => recorder.EpochsOf(recordingId).Sum(epoch => UploadOf(recordingId, epoch).WaitingBytes());

    /// <param name="onStored">Told the bytes of each chunk that is stored.</param>
    public async Task LookAfterAsync(RecordingId recordingId, Action<long> onStored, CancellationToken cancellationToken)
    {
        var known = await parts.OfAsync(recordingId, cancellationToken);
        if (await updates.FindAsync(recordingId, cancellationToken) is not { } recording)
        {
            // One that is not in the catalogue may come into it yet.
            if (known.Any(part => part.IsDeleted))
                await RemoveDeletedAsync(recordingId, cancellationToken);
            return;
        }
        if (recording.JournalRemovedAt is not null || known.Any(part => part.IsDeleted))
            return;
        var epochs = recorder.EpochsOf(recordingId);
        var (isAllStored, isNews) = (true, false);
        foreach (var epoch in epochs)
        {
            var part = known.SingleOrDefault(each => each.Epoch == epoch.Epoch);
            if (part is null)
                await AddAsync(recording, epoch, cancellationToken);
            var (isStored, isNew) = await StoreAsync(recordingId, epoch, part, onStored, cancellationToken);
            (isAllStored, isNews) = (isAllStored && isStored, isNews || isNew);
        }
        if (isAllStored)
            await SettleAsync(recording, epochs, isNews, cancellationToken);
    }

    private EpochUpload UploadOf(RecordingId recordingId, JournalEpoch epoch) =>
        new(store, recordingId, epoch, recorder.JournalDirectory(recordingId), recorder.Identity.Name);

    /// <summary>Of one that was published before anybody knew of the epoch, it was made with that: journals did not go through the store then.</summary>
    private async Task AddAsync(Recording recording, JournalEpoch epoch, CancellationToken cancellationToken)
    {
        await parts.AddAsync(recording.Id, epoch.Epoch, cancellationToken);
        if (recording.State == RecordingState.Ready && epoch.IsWhole)
            await parts.SetUsedAsync(recording.Id, epoch.Epoch, BytesOf(recording.Id, epoch), cancellationToken);
    }

    private async Task<(bool IsStored, bool IsNew)> StoreAsync(
        RecordingId recordingId, JournalEpoch epoch, JournalPart? part, Action<long> onStored, CancellationToken cancellationToken)
    {
        var upload = UploadOf(recordingId, epoch);
        if (part is { IsDoubted: true })
            upload.Forget();
        var slip = await upload.AdvanceAsync(onStored, cancellationToken);
        if (!epoch.IsWhole || !slip.Names(epoch.Chunks))
            return (false, false);
        if (part?.StoredBytes == slip.Bytes)
            return (true, false);
        await upload.StoreSlipAsync(cancellationToken);
        await parts.SetStoredAsync(recordingId, epoch.Epoch, slip.Bytes, cancellationToken);
        return (true, true);
    }

    private async Task SettleAsync(Recording recording, IReadOnlyList<JournalEpoch> epochs, bool isNews, CancellationToken cancellationToken)
    {
        if (isNews && recording is { State: RecordingState.Failed, Step: RecordingStep.Finalize })
            await pipeline.RetryAsync(recording.Id, cancellationToken);
        if (recording.State != RecordingState.Ready)
            return;
        var known = (await parts.OfAsync(recording.Id, cancellationToken)).ToDictionary(part => part.Epoch);
        if (epochs.All(epoch => known.TryGetValue(epoch.Epoch, out var part) && part.UsedBytes >= part.StoredBytes))
            await RemoveAsync(recording.Id, cancellationToken);
        else if (epochs.All(epoch => known.GetValueOrDefault(epoch.Epoch) is { StoredBytes: not null }))
            await MakeAgainAsync(recording.Id, known.Values.Sum(part => part.StoredBytes ?? 0), cancellationToken);
    }

    private async Task MakeAgainAsync(RecordingId recordingId, long storedBytes, CancellationToken cancellationToken)
    {
        if (madeAgain.GetValueOrDefault(recordingId) == storedBytes)
            return;
        madeAgain[recordingId] = storedBytes;
        await pipeline.MakeAgainAsync(recordingId, cancellationToken);
    }

    private async Task RemoveDeletedAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var epochs = recorder.EpochsOf(recordingId).Select(epoch => epoch.Epoch).ToList();
        // What was on its way when the recording was deleted.
        await store.DeleteAllAsync(JournalKeys.PrefixOf(recordingId), cancellationToken);
        if (await RemoveAsync(recordingId, cancellationToken))
            await parts.ForgetAsync(recordingId, epochs, cancellationToken);
    }

    /// <returns>False if somebody is at it just now, or what can be watched at once is not safe yet; the next look tries again.</returns>
    private async Task<bool> RemoveAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        if (!recorder.IsLeft(recordingId) || recorder.IsMadeHere(recordingId) || !live.IsStored(recordingId))
            return false;
        using var held = await locks.TryEnterAsync(recordingId, cancellationToken);
        if (held is null)
            return false;
        recorder.Delete(recordingId);
        return true;
    }

    private long BytesOf(RecordingId recordingId, JournalEpoch epoch) =>
        epoch.Chunks.Sum(name => new FileInfo(Path.Combine(recorder.JournalDirectory(recordingId), name.ToString())).Length);
}
