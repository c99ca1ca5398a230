using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Every change of a catalogued recording goes through here, so that each is announced.</summary>
internal sealed class RecordingUpdates(IDbContextFactory<RecordingCatalogue> catalogues, RecordingChanges changes, TimeProvider time)
{
    /// <returns>False if there is no such recording.</returns>
    public Task<bool> ApplyAsync(string recordingId, Action<Recording> change, CancellationToken ct) =>
        ApplyAsync(recordingId, recording => Silently(change, recording), ct);

    /// <param name="change">Returns a sentence for the recording's history, which is written with it; null for none.</param>
    /// <returns>False if there is no such recording.</returns>
    public async Task<bool> ApplyAsync(string recordingId, Func<Recording, string?> change, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        var recording = await catalogue.Recordings.Include(r => r.Files).SingleOrDefaultAsync(r => r.Id == recordingId, ct);
        if (recording is null)
            return false;
        if (change(recording) is { } note)
            catalogue.Add(NoteOf(recordingId, note));
        if (await catalogue.SaveChangesAsync(ct) > 0)
            Announce(recording, recording.State);
        return true;
    }

    public async Task AddAsync(Recording recording, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        if (await catalogue.Recordings.AnyAsync(r => r.Id == recording.Id, ct))
            return;
        catalogue.Add(recording);
        await catalogue.SaveChangesAsync(ct);
        Announce(recording, recording.State);
    }

    public async Task RemoveAsync(Recording recording, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        await catalogue.RecordingFiles.Where(f => f.RecordingId == recording.Id).ExecuteDeleteAsync(ct);
        await catalogue.RecordingNotes.Where(n => n.RecordingId == recording.Id).ExecuteDeleteAsync(ct);
        await catalogue.Recordings.Where(r => r.Id == recording.Id).ExecuteDeleteAsync(ct);
        Announce(recording, state: null);
    }

    /// <summary>Writes down what happened, for the recording's history.</summary>
    public async Task NoteAsync(string recordingId, string text, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        catalogue.Add(NoteOf(recordingId, text));
        await catalogue.SaveChangesAsync(ct);
    }

    /// <summary>Published recordings whose time is over and which no hold protects.</summary>
    public async Task<IReadOnlyList<Recording>> ExpiredAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        return await catalogue.Recordings.AsNoTracking()
            .Where(r => r.ExpiresAt <= now && !r.LegalHold && r.State != RecordingState.Recording)
            .ToListAsync(ct);
    }

    public async Task<Recording?> FindAsync(string recordingId, CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        return await catalogue.Recordings.AsNoTracking().SingleOrDefaultAsync(r => r.Id == recordingId, ct);
    }

    public async Task<IReadOnlyList<Recording>> UnsettledAsync(CancellationToken ct)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(ct);
        return await catalogue.Recordings.AsNoTracking()
            .Where(r => r.State == RecordingState.Recording || r.State == RecordingState.Processing)
            .ToListAsync(ct);
    }

    private RecordingNote NoteOf(string recordingId, string text) =>
        new() { RecordingId = recordingId, At = time.GetUtcNow(), Text = StoredText.Fit(text, RecordingNote.MaxTextLength) };

    private static string? Silently(Action<Recording> change, Recording recording)
    {
        change(recording);
        return null;
    }

    private void Announce(Recording recording, RecordingState? state) =>
        changes.Publish(new RecordingChanged(recording.Id, recording.WebinarId, state, recording.Step, recording.Percent));
}
