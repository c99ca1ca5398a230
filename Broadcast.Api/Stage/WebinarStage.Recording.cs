using Broadcast.Api.Links;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Webinars;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;

namespace Broadcast.Api.Stage;

/// <summary>
/// The recording: from going live, or the organizer's start, to the end or the organizer's stop, over every router in between. What
/// changes it runs with the lifecycle held.
/// </summary>
public sealed partial class WebinarStage
{
    readonly ActiveSpeaker speaker = new();
    volatile StageRecording? recording;
    volatile RecordingStatus? announced;

    /// <summary>Why there is no recording although one is wanted; null otherwise.</summary>
    volatile string? notRecordedBecause;

    /// <summary>Whether none begins by itself: one has reached a limit, or the process is about to end.</summary>
    bool beginsOnlyByHand;

    /// <summary>What the organizer and the presenters see of the recording; null while none is wanted.</summary>
    public RecordingStatus? Recording => recording is { } open
        ? RecordingStatus.Of(open)
        : webinar.State == WebinarState.Live && notRecordedBecause is { } reason ? RecordingStatus.Stopped(reason) : null;

    /// <summary>What the organizer wants of the recording; wanted twice, answers the same.</summary>
    /// <exception cref="StageException">The webinar is not live, or there is no recording to pause.</exception>
    public Task<Webinar> ControlRecordingAsync(RecordingControl control) => ExclusivelyAsync(async () =>
    {
        if (webinar.State != WebinarState.Live)
            throw new StageException(StageErrorCode.Conflict, "Only a webinar that is live is recorded.");
        await (control switch
        {
            RecordingControl.Start => StartRecordingAsync(),
            RecordingControl.Pause => Existing().PauseAsync(),
            RecordingControl.Resume => ResumeRecordingAsync(),
            _ => StopRecordingAsync(),
        });
        AnnounceRecording();
        return webinar;
    });

    /// <summary>Puts a named place into the recording: a chapter.</summary>
    public Task MarkAsync(string label) => ExclusivelyAsync(async () =>
    {
        Existing().Note(new MarkerSet(label));
        await FollowHeldAsync();
        return true;
    });

    /// <summary>Closes the recording, because the process is about to end. The webinar stays live.</summary>
    public Task CloseRecordingAsync() => ExclusivelyAsync(async () =>
    {
        beginsOnlyByHand = true;
        await EndRecordingAsync(webinarEnded: false);
        return true;
    });

    /// <summary>Does what could not be done before, and has segments cut at a key frame.</summary>
    async Task BeatRecordingAsync()
    {
        if (recording is null && !IsRecordingWanted)
            return;
        await ExclusivelyAsync(async () =>
        {
            await StopAtLimitAsync();
            await TryBeginRecordingAsync();
            await FollowHeldAsync();
            await (recording?.RequestKeyFramesAsync() ?? Task.CompletedTask);
            // The media node did not answer when the webinar ended.
            if (webinar.State == WebinarState.Ended && await EndRecordingAsync(webinarEnded: true))
                await CloseRouterAsync();
            return true;
        });
        AnnounceChangedRecording();
    }

    /// <summary>The recorder has said how the recording goes.</summary>
    async Task OnSinkReportedAsync(SinkReported reported)
    {
        if (recording is not { } open || RecordingReport.TryRead(reported.Report) is not { } report || report.RecordingId != open.Id)
            return;
        open.Report = report;
        if (report.Limit is not null)
            await ExclusivelyAsync(async () =>
            {
                await StopAtLimitAsync();
                return true;
            });
        AnnounceChangedRecording();
    }

    void AnnounceChangedRecording()
    {
        if (Recording != announced)
            AnnounceRecording();
    }

    bool IsRecordingWanted => webinar is { State: WebinarState.Live, Record: true } && !beginsOnlyByHand && router is not null;

    /// <summary>The light is for those who can do something about it.</summary>
    void AnnounceRecording()
    {
        var change = new RecordingChange(announced = Recording);
        TellPresenters(each => each.RecordingChanged(change));
    }

    void TellPresenters(Func<IStageClient, Task> message)
    {
        string[] presenters;
        lock (gate)
            presenters = [.. participants.Values.Where(each => each.Role == StageRole.Presenter).Select(each => each.ConnectionId).OfType<string>()];
        everyone.Tell(presenters, message);
    }

    /// <summary>Records what is on the stage now. What cannot be recorded is no reason to fail the call that caused it.</summary>
    Task FollowAsync(StageEvent? stageEvent = null) => recording is null ? Task.CompletedTask : ExclusivelyAsync(async () =>
    {
        if (stageEvent is not null)
            recording?.Note(stageEvent);
        await FollowHeldAsync();
        return true;
    });

    Task FollowHeldAsync() =>
        recording is { } open && router is { } carried ? open.FollowAsync(carried.Router, Producers()) : Task.CompletedTask;

    Task OnAudioLevelsAsync(AudioLevels levels) => recording is not null && speaker.OnLevels(levels.Levels)
        ? FollowAsync(new SpeakerChanged(speaker.Current.Value))
        : Task.CompletedTask;

    /// <summary>A recorded webinar does not go live without its recording: that would be found out too late.</summary>
    async Task BeginRecordingAsync()
    {
        if (!webinar.Record || router is not { } open)
            return;
        if (recording is null)
        {
            var begun = new StageRecording(services.Node, services.Pipeline, services.Logger);
            await begun.BeginAsync(open.Router, WebinarId, services.Time);
            (recording, notRecordedBecause, beginsOnlyByHand) = (begun, null, false);
        }
        await FollowHeldAsync();
    }

    /// <summary>A webinar that is live already goes on without its recording, and says so; the next beat tries again.</summary>
    async Task TryBeginRecordingAsync()
    {
        if (recording is not null || !IsRecordingWanted)
            return;
        try
        {
            await BeginRecordingAsync();
        }
        catch (StageException failure)
        {
            LogNotRecorded(services.Logger, WebinarId, failure);
            notRecordedBecause = $"{failure.Message} It is tried again.";
        }
    }

    async Task StopAtLimitAsync()
    {
        if (recording is not { Report.Limit: { } limit } open || !await EndRecordingAsync(webinarEnded: false))
            return;
        (notRecordedBecause, beginsOnlyByHand) = (limit, true);
        LogStoppedAtLimit(services.Logger, WebinarId, open.Id);
    }

    async Task StartRecordingAsync()
    {
        await ChangeAsync(stored => stored.Record = true);
        await OpenRouterAsync();
        await BeginRecordingAsync();
    }

    async Task ResumeRecordingAsync()
    {
        await Existing().ResumeAsync((await OpenRouterAsync()).Router);
        await FollowHeldAsync();
    }

    async Task StopRecordingAsync()
    {
        await EndRecordingAsync(webinarEnded: false);
        await ChangeAsync(stored => !(stored.Record = false));
        (notRecordedBecause, beginsOnlyByHand) = (null, false);
    }

    StageRecording Existing() =>
        recording ?? throw new StageException(StageErrorCode.Conflict, "The webinar is not being recorded.");

    /// <returns>False if the media node did not close it; then the next beat tries again, and the jobs complete it at the next start.</returns>
    async Task<bool> EndRecordingAsync(bool webinarEnded)
    {
        if (recording is not { } ending)
            return true;
        try
        {
            await ending.EndAsync((await OpenRouterAsync()).Router, services.Time.GetUtcNow(), webinarEnded);
            recording = null;
            return true;
        }
        catch (StageException failure)
        {
            LogRecordingNotClosed(services.Logger, ending.Id, failure);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Webinar {WebinarId} is live and cannot be recorded; it is tried again")]
    static partial void LogNotRecorded(ILogger logger, string webinarId, Exception failure);

    [LoggerMessage(LogLevel.Error, "Webinar {WebinarId} goes on without its recording {RecordingId}, which has reached a limit")]
    static partial void LogStoppedAtLimit(ILogger logger, string webinarId, string recordingId);

    [LoggerMessage(LogLevel.Error, "Recording {RecordingId} could not be closed")]
    static partial void LogRecordingNotClosed(ILogger logger, string recordingId, Exception failure);
}
