using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// The recording: from going live, or the organizer's start, to the end or the organizer's stop, over every router in between. What is
/// wanted of it may be changed at any time; <see cref="SettleAsync"/> does it, in one pass at a time.
/// </summary>
/// <param name="settle">Asks for a pass.</param>
internal sealed partial class RecordingPart(
    StageBoard board, RouterPart router, ProducersPart producers, StageNode node, Func<Task> settle, StageServices services) : IStagePart
{
    private readonly ActiveSpeaker speaker = new();
    private StageRecording? open;

    /// <summary>Why there is no recording although one is wanted; null otherwise.</summary>
    private string? notRecordedBecause;

    /// <summary>Whether none begins by itself: one has reached a limit, or the process is about to end.</summary>
    private bool beginsOnlyByHand;
    private bool isPauseWanted;
    private bool areKeyFramesWanted;

    /// <summary>When the journal that is written was opened; null while there is none.</summary>
    public DateTimeOffset? StartedAt => open?.StartedAt;

    /// <summary>Whether there is a journal to be closed.</summary>
    public bool IsOpen => open is not null;

    public bool IsPaused => open is { IsPaused: true };

    /// <summary>Why the last pass did not do what was wanted; null if it did.</summary>
    public StageException? Failure { get; private set; }

    /// <summary>What the organizer and the presenters see of the recording; null while none is wanted.</summary>
    public RecordingStatus? Status => open is { } recording
        ? recording.Status
        : board.Webinar.State == WebinarState.Live && notRecordedBecause is { } reason ? RecordingStatus.Stopped(reason) : null;

    private bool IsWanted => board.Webinar is { State: WebinarState.Live, Record: true } && !beginsOnlyByHand;

    public StoredRecording? ToStored() => open is { } recording ? new StoredRecording(recording.Id, recording.StartedAt, recording.IsPaused, recording.Openings) : null;

    /// <summary>Goes on with a recording that was open when this grain was lost.</summary>
    public async Task RestoreAsync(StoredRecording stored, RouterDump found)
    {
        // The catalogue keeps the others from completing it.
        await services.Pipeline.StartAsync(stored.Id, board.Id, stored.StartedAt, CancellationToken.None);
        open = StageRecording.Restore(stored, found, producers.OnStage, node, services.Pipeline, services.Time, services.Logger);
        isPauseWanted = stored.IsPaused;
    }

    /// <summary>Wants one, also after a limit was reached.</summary>
    public void Want() => (beginsOnlyByHand, isPauseWanted) = (false, false);

    /// <summary>Wants what there is paused, or resumed.</summary>
    /// <exception cref="StageException">There is no recording.</exception>
    public void WantPaused(bool paused)
    {
        RequireOpen();
        isPauseWanted = paused;
    }

    /// <summary>Wants none by itself until one is wanted by hand.</summary>
    public void WantNone(string? because) => (beginsOnlyByHand, notRecordedBecause) = (true, because);

    /// <summary>Writes down something that happened on the stage, with the next pass.</summary>
    public void Note(StageEvent stageEvent) => open?.Note(stageEvent);

    /// <exception cref="StageException">There is no recording.</exception>
    public void RequireOpen()
    {
        if (open is null)
            throw new StageException(StageErrorCode.Conflict, "The webinar is not being recorded.");
    }

    /// <summary>Begins before the webinar is live: one that shall be recorded does not go live without it, since that would be found out too late.</summary>
    /// <exception cref="StageException">Nothing can be recorded now.</exception>
    public async Task BeginAsync()
    {
        if (open is not null)
            return;
        var begun = new StageRecording(node, services.Pipeline, services.Time, services.Logger);
        await begun.BeginAsync((await router.OpenAsync()).Router, board.Id);
        (open, notRecordedBecause, isPauseWanted) = (begun, null, false);
    }

    /// <summary>Does what is wanted and could not be done before. What fails is told by <see cref="Failure"/>, and tried again with the next beat.</summary>
    public async Task SettleAsync()
    {
        Failure = null;
        StopAtLimit();
        if (open is null && IsWanted)
            await TryBeginAsync();
        else if (open is not null && !IsWanted)
            await TryEndAsync(webinarEnded: board.Webinar.State == WebinarState.Ended);
        if (open is not null)
            await FollowAsync(open);
        if (Status != board.Snapshot.Recording)
            await board.PublishAsync(new RecordingMoved(Status));
    }

    /// <summary>Closes the journal and hands the recording over. If the media node does not close it, the next pass tries again, and the jobs complete it at the next start.</summary>
    public async Task TryEndAsync(bool webinarEnded)
    {
        if (open is not { } ending)
            return;
        try
        {
            await ending.EndAsync((await router.OpenAsync()).Router, services.Time.GetUtcNow(), webinarEnded);
            open = null;
        }
        catch (StageException failure)
        {
            Failure = failure;
            LogNotClosed(services.Logger, ending.Id, failure);
        }
    }

    public Task OnBeatAsync()
    {
        areKeyFramesWanted = true;
        return Task.CompletedTask;
    }

    public Task OnNotificationAsync(WorkerNotification notification)
    {
        switch (notification)
        {
            case AudioLevels levels when open is not null && speaker.OnLevels(levels.Levels):
                Note(new SpeakerChanged(speaker.Current.Value));
                return settle();
            case SinkReported reported when open is not null && RecordingReport.TryRead(reported.Report) is { } report && report.RecordingId == open.Id:
                open.Report = report;
                return settle();
            default:
                return Task.CompletedTask;
        }
    }

    public void OnMediaLost(string? reason) => open?.Interrupt();

    /// <summary>A webinar that is live already goes on without its recording, and says so.</summary>
    private async Task TryBeginAsync()
    {
        try
        {
            await BeginAsync();
        }
        catch (StageException failure)
        {
            (Failure, notRecordedBecause) = (failure, $"{failure.Message} It is tried again.");
            LogNotRecorded(services.Logger, board.Id, failure);
        }
    }

    /// <summary>Records what is on the stage now, and nothing else.</summary>
    private async Task FollowAsync(StageRecording recording)
    {
        try
        {
            var carried = (await router.OpenAsync()).Router;
            await (isPauseWanted ? recording.PauseAsync() : recording.ResumeAsync(carried));
        }
        catch (StageException failure)
        {
            (Failure, isPauseWanted) = (failure, recording.IsPaused);
        }
        if (router.Router is not { } open)
            return;
        await recording.FollowAsync(open.Router, producers.OnStage);
        if (areKeyFramesWanted)
            await recording.RequestKeyFramesAsync();
        areKeyFramesWanted = false;
    }

    private void StopAtLimit()
    {
        if (open is not { } recording || recording.Report.Limit is not { } limit)
            return;
        WantNone(limit);
        LogStoppedAtLimit(services.Logger, board.Id, recording.Id);
    }

    [LoggerMessage(LogLevel.Error, "Webinar {Webinar} is live and cannot be recorded; it is tried again")]
    private static partial void LogNotRecorded(ILogger logger, WebinarId webinar, Exception failure);

    [LoggerMessage(LogLevel.Error, "Webinar {Webinar} goes on without its recording {RecordingId}, which has reached a limit")]
    private static partial void LogStoppedAtLimit(ILogger logger, WebinarId webinar, RecordingId recordingId);

    [LoggerMessage(LogLevel.Error, "Recording {RecordingId} could not be closed")]
    private static partial void LogNotClosed(ILogger logger, RecordingId recordingId, Exception failure);
}
