using System.Collections.Concurrent;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Which recordings are whose. The process that has a recording made says so in the catalogue every few seconds; one that no process
/// says so of any more has been left behind. Whether a journal is being written is known beside the journal, where it can be seen.
/// </summary>
internal sealed partial class RecordingLeases(
    IDbContextFactory<RecordingCatalogue> catalogues, JournalParts parts, RecorderNode recorder, IOptions<JournalOptions> options, TimeProvider time,
    ILogger<RecordingLeases> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<RecordingId, bool> own = new();

    /// <summary>What leases of others said when it last changed, and when that was.</summary>
    private readonly ConcurrentDictionary<RecordingId, (DateTimeOffset Until, long SeenAt)> seen = new();

    /// <summary>A recording that this process begins.</summary>
    public Recording Begin(RecordingId recordingId, WebinarId webinarId, DateTimeOffset startedAt) => new()
    {
        Id = recordingId,
        WebinarId = webinarId,
        StartedAt = startedAt,
        Owner = recorder.Identity.Name,
        OwnerEpoch = recorder.Identity.Epoch,
        OwnedUntil = time.GetUtcNow() + RecordingLease.Length,
    };

    /// <summary>The recording, which is in the catalogue, is made by this process from now on, whoever had it made before; the next renewal says so.</summary>
    public void Take(RecordingId recordingId) => own[recordingId] = true;

    public void Forget(RecordingId recordingId) => own.TryRemove(recordingId, out _);

    /// <summary>Whether nobody has a recording made any more that the catalogue says is being made.</summary>
    public bool IsLeft(Recording recording)
    {
        if (own.ContainsKey(recording.Id) || recorder.IsMadeElsewhere(recording.Id))
            return false;
        // A journal that is here and is written by nobody: its process was ours, before it was killed.
        var isOurs = !options.Value.ThroughStore && recording.Owner == recorder.Identity.Name && Directory.Exists(recorder.JournalDirectory(recording.Id));
        return recording.OwnedUntil is not { } until || isOurs || (options.Value.ThroughStore ? IsSilent(recording.Id, until) : until < time.GetUtcNow());
    }

    /// <summary>
    /// Whether its owner has said nothing for a lease's length while this process looked. No lock beside a journal on another machine's disk says that it
    /// lives, and that machine's clock may be wrong.
    /// </summary>
    private bool IsSilent(RecordingId recordingId, DateTimeOffset until)
    {
        var now = time.GetTimestamp();
        var last = seen.AddOrUpdate(recordingId, _ => (until, now), (_, before) => before.Until == until ? before : (until, now));
        return time.GetElapsedTime(last.SeenAt, now) >= RecordingLease.Length;
    }

    /// <summary>What is not complete by now is left behind, unless another process has taken it over.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (own.IsEmpty)
            return;
        own.Clear();
        var (owner, epoch) = recorder.Identity;
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.Recordings
            .Where(recording => recording.State == RecordingState.Recording && recording.Owner == owner && recording.OwnerEpoch == epoch)
            .ExecuteUpdateAsync(update => update.SetProperty(recording => recording.OwnedUntil, (DateTimeOffset?)null), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RecordingLease.Renewal, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await parts.WriteDownAsync(stoppingToken);
                if (!own.IsEmpty)
                    await RenewAsync([.. own.Keys], stoppingToken);
            }
            // An exception out of a background service would end the process, and with it the webinars that run.
            catch (Exception refusal) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotRenewed(refusal);
            }
        }
    }

    private async Task RenewAsync(RecordingId[] recordingIds, CancellationToken cancellationToken)
    {
        var (owner, epoch) = recorder.Identity;
        DateTimeOffset? until = time.GetUtcNow() + RecordingLease.Length;
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.Recordings
            .Where(recording => recordingIds.Contains(recording.Id) && recording.State == RecordingState.Recording)
            .ExecuteUpdateAsync(
                update => update
                    .SetProperty(recording => recording.Owner, owner)
                    .SetProperty(recording => recording.OwnerEpoch, epoch)
                    .SetProperty(recording => recording.OwnedUntil, until),
                cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "That recordings go on could not be written into the catalogue; it is tried again.")]
    private partial void LogNotRenewed(Exception refusal);
}
