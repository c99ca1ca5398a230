using System.Collections.Concurrent;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Live;

/// <summary>Puts the segments and playlists of running recordings into the object store. No recording waits for another's files.</summary>
internal sealed class LiveUpload(
    LiveRecordings live, IObjectStore store, RecordingUpdates updates, IOptions<JobsOptions> options, TimeProvider clock, ILogger<LiveUpload> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, RecordingUpload> uploads = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var file in live.Files.ReadAllAsync(stoppingToken))
            _ = AddAsync(file, stoppingToken);
    }

    /// <summary>Completes when the file had its turn.</summary>
    internal async Task AddAsync(LiveFile file, CancellationToken ct)
    {
        var isStored = await uploads.GetOrAdd(file.RecordingId, Begin).AddAsync(file, ct);
        // The last of an ended recording. What is not stored by then is tried again at the next start.
        if (file.Name != RecordingCertificate.FileName)
            return;
        uploads.TryRemove(file.RecordingId, out _);
        if (isStored)
            live.MarkStored(file.RecordingId);
    }

    private RecordingUpload Begin(string recordingId) => new(recordingId, store, updates, options.Value.LiveUploadPatience, clock, logger);
}
