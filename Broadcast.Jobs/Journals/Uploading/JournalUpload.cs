using System.Diagnostics.Metrics;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Journals.Uploading;

/// <summary>
/// Where journals go through the store: puts there what is closed of those on this machine's disk, again and again. No recording waits for
/// it; while the store is away they stay on the disk, whose room is watched over by the recorder.
/// </summary>
internal sealed partial class JournalUpload : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ComplainEvery = TimeSpan.FromMinutes(1);

    private readonly RecorderNode recorder;
    private readonly JournalCare care;
    private readonly JournalOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Counter<long> stored;
    private long waiting;
    private long? complainedAt;

    public JournalUpload(
        RecorderNode recorder, JournalCare care, IOptions<JournalOptions> options, IMeterFactory meters, TimeProvider time, ILogger<JournalUpload> logger)
    {
        (this.recorder, this.care, this.options, this.time, this.logger) = (recorder, care, options.Value, time, logger);
        var meter = meters.Create(MeteredObjectStore.MeterName);
        stored = meter.CreateCounter<long>("broadcast.jobs.journal.stored", "By", "What of the journals on this disk was put into the store.");
        meter.CreateObservableGauge("broadcast.jobs.journal.waiting", () => Volatile.Read(ref waiting), "By", "Closed chunks on this disk that are not in the store yet.");
    }

    /// <summary>One look at all journals on the disk.</summary>
    /// <returns>Why not all of it could be done; null if it could.</returns>
    internal async Task<Exception?> LookAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        long left = 0;
        var recordings = recorder.RecordingsOnDisk.ToList();
        if (recordings.Any(recordingId => !recorder.IsClosed(recordingId) && recorder.IsLeft(recordingId)))
            recorder.RecoverLeft();
        foreach (var recordingId in recordings)
        {
            // When the store is away for one it is for all.
            if (failure is not ObjectStoreException)
                failure = await TryAsync(recordingId, cancellationToken) ?? failure;
            left += Waiting(recordingId);
        }
        Volatile.Write(ref waiting, left);
        return failure;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.ThroughStore)
            return;
        var wait = options.LookInterval;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(wait, time, stoppingToken);
            var failure = await LookAsync(stoppingToken);
            wait = failure is null ? options.LookInterval : TimeSpan.FromTicks(Math.Max(options.LookInterval.Ticks, Math.Min(LongestWait.Ticks, wait.Ticks * 2)));
            Tell(failure);
        }
    }

    /// <remarks>Whatever goes wrong here, a webinar may be running, and other recordings wait for nothing.</remarks>
    private async Task<Exception?> TryAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        try
        {
            await care.LookAfterAsync(recordingId, stored.Add, cancellationToken);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return failure;
        }
    }

    private long Waiting(RecordingId recordingId)
    {
        try
        {
            return care.WaitingBytes(recordingId);
        }
        catch (IOException)
        {
            // It is being removed.
            return 0;
        }
    }

    private void Tell(Exception? failure)
    {
        if (failure is null && complainedAt is not null)
            LogStored();
        if (failure is null)
            complainedAt = null;
        else if (complainedAt is null || time.GetElapsedTime(complainedAt.Value) >= ComplainEvery)
        {
            complainedAt = time.GetTimestamp();
            LogNotStored(failure, Volatile.Read(ref waiting) / 1_000_000);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all journals on this disk can be put into the store; {Megabytes} MB wait for it. Recordings go on, and it is tried again.")]
    private partial void LogNotStored(Exception failure, long megabytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "The journals on this disk can be put into the store again.")]
    private partial void LogStored();
}
