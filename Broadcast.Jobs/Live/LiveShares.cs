using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Live;

/// <summary>
/// Who stores what can be watched at once. Where journals go through the store, a machine has only the epochs that were recorded on it: of a
/// recording that went on elsewhere each would store its own part under the same names.
/// </summary>
internal sealed partial class LiveShares(
    RecorderNode recorder, JournalParts parts, RecordingUpdates updates, IOptions<JournalOptions> options, ILogger<LiveShares> logger)
{
    /// <remarks>While the catalogue is away what is recorded here is taken for all there is.</remarks>
    public async Task<LiveShare> OfAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        if (!options.Value.ThroughStore)
            return LiveShare.Ours;
        try
        {
            return await updates.FindAsync(recordingId, cancellationToken) is { } recording ? await OfAsync(recording, cancellationToken) : LiveShare.Ours;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(failure, recordingId);
            return LiveShare.Ours;
        }
    }

    private async Task<LiveShare> OfAsync(Recording recording, CancellationToken cancellationToken)
    {
        if (recording.State == RecordingState.Recording)
            return recording.Owner == recorder.Identity.Name && recording.OwnerEpoch == recorder.Identity.Epoch ? LiveShare.Ours : LiveShare.NotYet;
        var here = recorder.EpochsOf(recording.Id).Select(epoch => epoch.Epoch).ToHashSet();
        return (await parts.OfAsync(recording.Id, cancellationToken)).All(part => here.Contains(part.Epoch)) ? LiveShare.Ours : LiveShare.Gathered;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: whether it was recorded on other machines, too, could not be told.")]
    private partial void LogUnknown(Exception failure, RecordingId recordingId);
}
