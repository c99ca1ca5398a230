using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Webinars;
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

    /// <summary>What the organizer and the presenters see of the recording; null while there is none.</summary>
    public RecordingStatus? Recording =>
        recording is { } open ? RecordingStatus.Of(open.Id, open.IsPaused, services.Live.VerdictOf(open.Id)) : null;

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
        await AnnounceRecordingAsync();
        return webinar;
    });

    /// <summary>Puts a named place into the recording: a chapter.</summary>
    public Task MarkAsync(string label) => ExclusivelyAsync(async () =>
    {
        await Existing().NoteAsync(new { type = "marker", label });
        return true;
    });

    /// <summary>Closes the recording, because the process is about to end. The webinar stays live.</summary>
    public Task CloseRecordingAsync() => ExclusivelyAsync(async () =>
    {
        await EndRecordingAsync(webinarEnded: false);
        return true;
    });

    /// <summary>Called every two seconds: segments are cut at key frames, and presenters see the light.</summary>
    public async Task BeatRecordingAsync()
    {
        if (recording is { IsPaused: false })
            await WithRecordingAsync(open => open.RequestKeyFramesAsync());
        if (Recording != announced)
            await AnnounceRecordingAsync();
    }

    /// <summary>The light is for those who can do something about it.</summary>
    Task AnnounceRecordingAsync()
    {
        string[] presenters;
        lock (gate)
            presenters = [.. participants.Values.Where(each => each.Role == StageRole.Presenter).Select(each => each.ConnectionId).OfType<string>()];
        announced = Recording;
        return services.Hub.Clients.Clients(presenters).RecordingChanged(new RecordingChange(announced));
    }

    Task RecordAsync(StageProducer producer) => WithRecordingAsync(open => open.AddAsync(producer));

    /// <summary>Does something with the recording, if there is one. What it writes down is no reason to fail the call that caused it.</summary>
    Task WithRecordingAsync(Func<StageRecording, Task> work) => ExclusivelyAsync(async () =>
    {
        if (recording is { } open)
            await work(open);
        return true;
    });

    Task NoteAsync(object stageEvent) => WithRecordingAsync(open => open.NoteAsync(stageEvent));

    Task OnAudioLevelsAsync(AudioLevels levels) => recording is not null && speaker.OnLevels(levels.Levels)
        ? NoteAsync(new { type = "activeSpeaker", producerId = speaker.Current.Value })
        : Task.CompletedTask;

    /// <summary>A recorded webinar does not go live without its recording: that would be found out too late.</summary>
    async Task BeginRecordingAsync()
    {
        if (!webinar.Record || router is not { } open)
            return;
        if (recording is null)
        {
            var begun = new StageRecording(services.Node, services.Pipeline, services.Live);
            await begun.BeginAsync(open.Router, WebinarId, services.Time);
            recording = begun;
        }
        await recording.AttachAsync(open.Router);
        await AddProducersAsync(recording);
    }

    async Task AddProducersAsync(StageRecording open)
    {
        foreach (var producer in Producers())
            await open.AddAsync(producer);
    }

    async Task StartRecordingAsync()
    {
        await ChangeAsync(stored => stored.Record = true);
        await OpenRouterAsync();
        await BeginRecordingAsync();
    }

    async Task ResumeRecordingAsync()
    {
        var resuming = Existing();
        await resuming.ResumeAsync((await OpenRouterAsync()).Router);
        await AddProducersAsync(resuming);
    }

    async Task StopRecordingAsync()
    {
        await EndRecordingAsync(webinarEnded: false);
        await ChangeAsync(stored => !(stored.Record = false));
    }

    StageRecording Existing() =>
        recording ?? throw new StageException(StageErrorCode.Conflict, "The webinar is not being recorded.");

    async Task EndRecordingAsync(bool webinarEnded)
    {
        if (recording is not { } ending)
            return;
        try
        {
            // A journal whose router was lost is closed by opening it once more.
            var open = await OpenRouterAsync();
            await ending.AttachAsync(open.Router);
            await ending.EndAsync(services.Time.GetUtcNow(), webinarEnded);
            recording = null;
        }
        catch (StageException failure)
        {
            // It stays unfinished in the catalogue; the jobs complete it at the next start.
            LogRecordingNotClosed(services.Logger, ending.Id, failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "Recording {RecordingId} could not be closed")]
    static partial void LogRecordingNotClosed(ILogger logger, string recordingId, Exception failure);
}
