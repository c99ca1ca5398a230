using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Live;

/// <summary>What can be watched at once of a recording that lies on several machines, and its certificate: made by whoever has brought its journal together.</summary>
internal sealed partial class GatheredLive(IObjectStore store, RecordingUpdates updates, ILogger<GatheredLive> logger)
{
    /// <summary>Packages a whole journal and stores the files, each before what names it. What cannot be packaged costs only the early view.</summary>
    /// <param name="folder">For the files.</param>
    /// <exception cref="ObjectStoreException">The store is away.</exception>
    public async Task StoreAsync(RecordingId recordingId, string journal, string folder, CancellationToken cancellationToken)
    {
        try
        {
            long bytes = 0;
            foreach (var file in await Task.Run(() => LiveRecordings.PackageWhole(recordingId, journal, folder, cancellationToken), cancellationToken))
            {
                var content = await ContentHash.OfFileAsync(file.Path, cancellationToken);
                await store.PutAsync(
                    LiveKeys.Of(recordingId, file.Name), new UploadSource(file.Path, file.ContentType, content.Bytes, content.Sha256), new Progress<long>(), cancellationToken);
                bytes += content.Bytes;
            }
            await updates.ApplyAsync(recordingId, recording => { recording.LiveBytes = bytes; }, cancellationToken);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ObjectStoreException))
        {
            LogFailed(failure, recordingId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording {RecordingId} could not be packaged from the journals of several machines; its video is not touched by this.")]
    private partial void LogFailed(Exception failure, RecordingId recordingId);
}
