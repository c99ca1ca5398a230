using System.Security.Cryptography;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Live;

/// <summary>
/// Puts the segments and playlists of running recordings into the object store, in the order in which they were made: what a playlist
/// names is there before it. A store that is out of reach is tried again; the local files stay until the recording is deleted.
/// </summary>
internal sealed partial class LiveUpload(LiveRecordings live, IObjectStore store, TimeProvider clock, ILogger<LiveUpload> logger) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var file in live.Files.ReadAllAsync(stoppingToken))
        {
            await PutAsync(file, stoppingToken);
            // The last of an ended recording.
            if (file.Name == RecordingCertificate.FileName)
                live.MarkStored(file.RecordingId);
        }
    }

    /// <remarks>Whatever goes wrong here, a webinar may be running: an exception out of a background service would end the process.</remarks>
    internal async Task PutAsync(LiveFile file, CancellationToken ct)
    {
        // Gone with its recording, or already replaced by a longer one.
        for (var wait = FirstRetry; File.Exists(file.Path); wait = wait * 2 < LastRetry ? wait * 2 : LastRetry)
        {
            try
            {
                await store.PutAsync(LiveKeys.Of(file.RecordingId, file.Name), await DescribeAsync(file, ct), new Progress<long>(), ct);
                return;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested)
            {
                // A playlist that was replaced while it was read fails once; only what fails again is trouble.
                if (wait > FirstRetry)
                    LogFailed(failure, file.RecordingId, file.Name, wait.TotalSeconds);
                await Task.Delay(wait, clock, ct);
            }
        }
    }

    private static async Task<UploadSource> DescribeAsync(LiveFile file, CancellationToken ct)
    {
        var content = await File.ReadAllBytesAsync(file.Path, ct);
        return new UploadSource(file.Path, file.ContentType, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: {Name} could not be stored; trying again in {Seconds} s.")]
    private partial void LogFailed(Exception failure, string recordingId, string name, double seconds);
}
