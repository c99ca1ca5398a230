using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Every change of a catalogued recording goes through here, so that each is announced.</summary>
internal sealed class RecordingUpdates(IDbContextFactory<RecordingCatalogue> catalogues, RecordingChanges changes, TimeProvider time)
{
    /// <returns>False if there is no such recording.</returns>
    public Task<bool> ApplyAsync(RecordingId recordingId, Action<Recording> change, CancellationToken cancellationToken) =>
        ApplyAsync(recordingId, recording => Silently(change, recording), cancellationToken);

    /// <param name="change">Returns a sentence for the recording's history, which is written with it; null for none.</param>
    /// <returns>False if there is no such recording.</returns>
    public async Task<bool> ApplyAsync(RecordingId recordingId, Func<Recording, string?> change, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        var recording = await catalogue.Recordings.Include(r => r.Files).SingleOrDefaultAsync(r => r.Id == recordingId, cancellationToken);
        if (recording is null)
            return false;
        if (change(recording) is { } note)
            catalogue.Add(NoteOf(recordingId, note));
        if (await catalogue.SaveChangesAsync(cancellationToken) > 0)
            Announce(recording, recording.State);
        return true;
    }

    public async Task AddAsync(Recording recording, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        if (await catalogue.Recordings.AnyAsync(r => r.Id == recording.Id, cancellationToken))
            return;
        catalogue.Add(recording);
        await catalogue.SaveChangesAsync(cancellationToken);
        Announce(recording, recording.State);
    }

    public async Task RemoveAsync(Recording recording, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.RecordingFiles.Where(f => f.RecordingId == recording.Id).ExecuteDeleteAsync(cancellationToken);
        await catalogue.RecordingNotes.Where(n => n.RecordingId == recording.Id).ExecuteDeleteAsync(cancellationToken);
        await catalogue.Recordings.Where(r => r.Id == recording.Id).ExecuteDeleteAsync(cancellationToken);
        Announce(recording, state: null);
    }

    /// <summary>Writes down what happened, for the recording's history.</summary>
    public async Task NoteAsync(RecordingId recordingId, string text, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        catalogue.Add(NoteOf(recordingId, text));
        await catalogue.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Published recordings whose time is over and which no hold protects.</summary>
    public async Task<IReadOnlyList<Recording>> ExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.Recordings.AsNoTracking()
            .Where(r => r.ExpiresAt <= now && !r.LegalHold && r.State != RecordingState.Recording)
            .ToListAsync(cancellationToken);
    }

    public async Task<Recording?> FindAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.Recordings.AsNoTracking().SingleOrDefaultAsync(r => r.Id == recordingId, cancellationToken);
    }

    public async Task<IReadOnlyList<Recording>> OfWebinarAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.Recordings.AsNoTracking().Where(recording => recording.WebinarId == webinarId).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Recording>> UnsettledAsync(CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.Recordings.AsNoTracking()
            .Where(r => r.State == RecordingState.Recording || r.State == RecordingState.Processing)
            .ToListAsync(cancellationToken);
    }

    private RecordingNote NoteOf(RecordingId recordingId, string text) =>
        new() { RecordingId = recordingId, At = time.GetUtcNow(), Text = StoredText.Fit(text, RecordingNote.MaxTextLength) };

    private static string? Silently(Action<Recording> change, Recording recording)
    {
        change(recording);
        return null;
    }

    private void Announce(Recording recording, RecordingState? state) =>
        changes.Publish(new RecordingChanged(recording.Id, recording.WebinarId, state, recording.Step, recording.Percent));
}
