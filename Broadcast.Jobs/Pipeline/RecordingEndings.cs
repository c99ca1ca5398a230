using System.Collections.Concurrent;
using System.Data.Common;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Sees to it that every recording that has ended gets into the schedule: at once, or when the disk takes it again, or at the next start.
/// </summary>
internal sealed partial class RecordingEndings(
    RecordingUpdates updates, RecordingSchedule schedule, RecordingLeases leases, JournalParts parts, RecorderNode recorder, ILogger<RecordingEndings> logger)
{
    /// <summary>Ended, and could not be written down.</summary>
    private readonly ConcurrentDictionary<RecordingId, DateTimeOffset> ended = new();

    private HashSet<RecordingId> unplanned = [];

    /// <summary>Says that nothing more will be recorded. Without effect on a recording that is past that.</summary>
    public async Task CompleteAsync(RecordingId recordingId, DateTimeOffset endedAt, CancellationToken cancellationToken)
    {
        var isWrittenDown = false;
        try
        {
            isWrittenDown = await TryAsync(recordingId, () => WriteDownAsync(recordingId, endedAt, cancellationToken));
        }
        finally
        {
            if (!isWrittenDown)
                ended.TryAdd(recordingId, endedAt);
        }
    }

    /// <summary>At start: recordings that were left behind have ended, and those left in the middle of their processing go on.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var recording in await updates.UnsettledAsync(cancellationToken))
        {
            if (recording.State == RecordingState.Recording ? leases.IsLeft(recording) : !schedule.Holds(recording))
                await CompleteAsync(recording.Id, EndOf(recording), cancellationToken);
        }
    }

    /// <summary>From time to time: writes down what could not be, ends what was left behind, and plans what is to be processed and is not planned.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var (recordingId, endedAt) in ended)
            await TryAsync(recordingId, () => WriteDownAsync(recordingId, endedAt, cancellationToken));
        foreach (var left in (await updates.UnsettledAsync(cancellationToken)).Where(recording => recording.State == RecordingState.Recording && leases.IsLeft(recording)))
            await CompleteAsync(left.Id, EndOf(left), cancellationToken);
        // Twice in a row, since whoever has just changed the state is about to plan it.
        var before = unplanned;
        unplanned = [.. await UnplannedAsync(cancellationToken)];
        foreach (var recordingId in unplanned.Intersect(before))
            await TryAsync(recordingId, () => schedule.EnqueueAsync(recordingId, cancellationToken));
    }

    /// <summary>About when a recording that was left behind ended: of one whose journal is not here the catalogue knows how long it was heard of.</summary>
    private DateTimeOffset EndOf(Recording left) => recorder.LastWriteOf(left.Id) ?? left.OwnedUntil - RecordingLease.Length ?? left.StartedAt;

    private async Task WriteDownAsync(RecordingId recordingId, DateTimeOffset endedAt, CancellationToken cancellationToken)
    {
        var isToBeProcessed = false;
        // Before it is processed, by whichever process.
        await parts.WriteDownAsync(cancellationToken);
        await updates.ApplyAsync(recordingId, Complete, cancellationToken);
        if (isToBeProcessed)
            await schedule.EnqueueAsync(recordingId, cancellationToken);
        ended.TryRemove(recordingId, out _);

        void Complete(Recording recording)
        {
            if (recording.State == RecordingState.Recording)
                (recording.State, recording.EndedAt) = (RecordingState.Processing, endedAt);
            isToBeProcessed = recording.State == RecordingState.Processing;
        }
    }

    private async Task<List<RecordingId>> UnplannedAsync(CancellationToken cancellationToken)
    {
        var found = new List<RecordingId>();
        foreach (var recording in await updates.UnsettledAsync(cancellationToken))
            if (recording.State == RecordingState.Processing && !schedule.Holds(recording))
                found.Add(recording.Id);
        return found;
    }

    /// <returns>False if the database or the job store refused.</returns>
    private async Task<bool> TryAsync(RecordingId recordingId, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception refusal) when (refusal is DbException or DbUpdateException or BackgroundJobClientException)
        {
            LogRefused(refusal, recordingId);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId} has ended, but that could not be written down; it is tried again.")]
    private partial void LogRefused(Exception refusal, RecordingId recordingId);
}
