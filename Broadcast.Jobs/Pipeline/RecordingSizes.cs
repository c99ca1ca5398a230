using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>What recordings take, and until when their journals are kept.</summary>
public sealed class RecordingSizes(
    IDbContextFactory<RecordingCatalogue> catalogues,
    RecorderNode recorder,
    IOptions<RecorderOptions> recorderOptions,
    IOptions<JobsOptions> options,
    IOptions<JournalOptions> journals)
{
    /// <summary>Its journal, its work files, and what can be watched at once until that is in the store; in bytes.</summary>
    public long OnDisk(RecordingId recordingId) =>
        BytesIn(recorder.JournalDirectory(recordingId)) + BytesIn(Path.Combine(options.Value.WorkDirectory, recordingId.Value));

    /// <summary>In bytes. Its files must have been read with it.</summary>
    public static long InStore(Recording recording) => recording.LiveBytes + recording.Files.Sum(file => file.Bytes);

    /// <returns>When its journal goes; null if it is gone or nothing is planned.</returns>
    public DateTimeOffset? JournalKeptUntil(Recording recording) =>
        journals.Value.KeepDays > 0 && recording is { State: RecordingState.Ready, LegalHold: false, JournalRemovedAt: null, PublishedAt: { } published }
            ? published.AddDays(journals.Value.KeepDays)
            : null;

    public async Task<StorageTotals> TotalsAsync(CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        var stored = await catalogue.RecordingFiles.SumAsync(file => file.Bytes, cancellationToken)
            + await catalogue.Recordings.SumAsync(recording => recording.LiveBytes, cancellationToken)
            + await catalogue.JournalParts.SumAsync(part => part.StoredBytes ?? 0, cancellationToken);
        var journalDirectory = Directory.CreateDirectory(recorderOptions.Value.Directory).FullName;
        return new StorageTotals(BytesIn(journalDirectory) + BytesIn(options.Value.WorkDirectory), new DriveInfo(journalDirectory).AvailableFreeSpace, stored);
    }

    private static long BytesIn(string directory)
    {
        try
        {
            return Directory.Exists(directory)
                ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0)
                : 0;
        }
        catch (IOException)
        {
            // It is being removed.
            return 0;
        }
    }
}
