using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage;

/// <summary>The recording: one from going live to the end, over every router in between. Called with the lifecycle held, but for the first two.</summary>
public sealed partial class WebinarStage
{
    StageRecording? recording;

    /// <summary>Closes the recording, because the process is about to end. The webinar stays live.</summary>
    public Task CloseRecordingAsync() => ExclusivelyAsync(async () =>
    {
        await EndRecordingAsync(webinarEnded: false);
        return true;
    });

    Task RecordAsync(StageProducer producer) => ExclusivelyAsync(async () =>
    {
        if (recording is not null)
            await recording.AddAsync(producer);
        return true;
    });

    /// <summary>A recorded webinar does not go live without its recording: that would be found out too late.</summary>
    async Task BeginRecordingAsync()
    {
        if (!webinar.Record || router is not { } open)
            return;
        if (recording is null)
        {
            var begun = new StageRecording(services.Node, services.Pipeline);
            await begun.BeginAsync(open.Router, WebinarId, services.Time.GetUtcNow());
            recording = begun;
        }
        await recording.AttachAsync(open.Router);
        foreach (var producer in Producers())
            await recording.AddAsync(producer);
    }

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
