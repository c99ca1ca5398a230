using System.Collections.Concurrent;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Live;

/// <summary>Puts the segments and playlists of running recordings into the object store. No recording waits for another's files.</summary>
internal sealed partial class LiveUpload(
    LiveRecordings live, IObjectStore store, RecordingUpdates updates, LiveShares shares, IOptions<JobsOptions> options, TimeProvider clock,
    ILogger<LiveUpload> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<RecordingId, RecordingUpload> uploads = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var file in live.Files.ReadAllAsync(stoppingToken))
            _ = AddAsync(file, stoppingToken);
    }

    /// <summary>Completes when the file had its turn and, if it is a recording's last, its local copies are gone.</summary>
    internal async Task AddAsync(LiveFile file, CancellationToken cancellationToken)
    {
        var isStored = await uploads.GetOrAdd(file.RecordingId, Begin).AddAsync(file, cancellationToken);
        // The last of an ended recording. What is not stored by then is made again later.
        if (file.Name != LiveFileNames.Certificate || !uploads.TryRemove(file.RecordingId, out var upload))
            return;
        if (!isStored || !await TryReleaseAsync(file.RecordingId, upload, cancellationToken))
            live.PackageAgainLater(file.RecordingId);
    }

    private async Task<bool> TryReleaseAsync(RecordingId recordingId, RecordingUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            if (!await upload.IsWholeInStoreAsync(cancellationToken))
                return false;
            await updates.ApplyAsync(recordingId, recording => { recording.LiveBytes = upload.StoredBytes; }, cancellationToken);
            live.MarkStored(recordingId);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotReleased(failure, recordingId);
            return false;
        }
    }

    private RecordingUpload Begin(RecordingId recordingId) => new(recordingId, store, updates, shares, options.Value.LiveUploadPatience, clock, logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: whether all that can be watched at once is in the store could not be told; it is tried again.")]
    private partial void LogNotReleased(Exception failure, RecordingId recordingId);
}
