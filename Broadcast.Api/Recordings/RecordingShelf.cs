using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Packaging;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Recordings;

/// <summary>The catalogue of recordings as the HTTP API shows it: without store keys, with links that expire.</summary>
internal sealed class RecordingShelf(
    IDbContextFactory<RecordingCatalogue> catalogues, RecordingSizes sizes, DownloadLinks links, LiveLinks live)
{
    public async Task<IReadOnlyList<RecordingView>> ListAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        var recordings = await catalogue.Recordings.AsNoTracking()
            .Include(recording => recording.Files)
            .Where(recording => recording.WebinarId == webinarId)
            .OrderByDescending(recording => recording.StartedAt)
            .ToListAsync(cancellationToken);
        return await Task.WhenAll(recordings.Select(recording => ViewAsync(recording, cancellationToken)));
    }

    /// <returns>Null if there is no such recording.</returns>
    public async Task<RecordingView?> FindAsync(RecordingId id, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        var recording = await catalogue.Recordings.AsNoTracking()
            .Include(r => r.Files)
            .SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        return recording is null ? null : await ViewAsync(recording, cancellationToken);
    }

    /// <summary>What happened to a recording, oldest first.</summary>
    public async Task<IReadOnlyList<RecordingNoteView>> HistoryAsync(RecordingId id, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.RecordingNotes.AsNoTracking()
            .Where(note => note.RecordingId == id)
            .OrderBy(note => note.Id)
            .Select(note => new RecordingNoteView(note.At, note.Text))
            .ToListAsync(cancellationToken);
    }

    private async Task<RecordingView> ViewAsync(Recording recording, CancellationToken cancellationToken) => new(
        recording.Id,
        recording.WebinarId,
        recording.State,
        recording.State == RecordingState.Processing ? recording.Step : null,
        recording.Percent,
        recording.State == RecordingState.Processing ? recording.SecondsLeft : null,
        recording.Error,
        recording.StartedAt,
        recording.EndedAt,
        (long?)recording.Duration?.TotalMilliseconds,
        RecordingLook.Of(recording.Style),
        recording.ExpiresAt,
        recording.LegalHold,
        sizes.OnDisk(recording.Id),
        RecordingSizes.InStore(recording),
        sizes.JournalKeptUntil(recording),
        recording.JournalRemovedAt,
        [.. recording.Files.Where(file => file.Kind != RecordingFileKind.PlaylistPart)
            .OrderBy(file => file.Kind).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => View(file, recording.LinkSeries))],
        await live.PlayableOfAsync(recording, cancellationToken),
        await live.CertificateOfAsync(recording, cancellationToken));

    private RecordingFileView View(RecordingFile file, int linkSeries) => new(
        file.Name, file.Kind, file.ContentType, file.Bytes, links.Create(ObjectKey.Parse(file.StoreKey), linkSeries));
}
