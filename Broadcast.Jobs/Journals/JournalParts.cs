using System.Collections.Concurrent;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Journals;

/// <summary>
/// The epochs of journals as the catalogue knows them. Two say that there is one: who has the recording made, once a media node has opened
/// it, and whoever finds it on the recording machine's disk.
/// </summary>
internal sealed class JournalParts(IDbContextFactory<RecordingCatalogue> catalogues, IOptions<JournalOptions> options)
{
    /// <summary>Opened, and not written down yet.</summary>
    private readonly ConcurrentDictionary<(RecordingId Id, int Epoch), bool> opened = new();

    /// <summary>A media node has opened it. Waits for nothing: <see cref="WriteDownAsync"/> tells the catalogue. Without effect where journals do not go through the store.</summary>
    public void Open(RecordingId recordingId, int epoch)
    {
        if (options.Value.ThroughStore)
            opened[(recordingId, epoch)] = true;
    }

    /// <summary>Tells the catalogue what was opened since.</summary>
    public async Task WriteDownAsync(CancellationToken cancellationToken)
    {
        foreach (var part in opened.Keys)
        {
            await AddAsync(part.Id, part.Epoch, cancellationToken);
            opened.TryRemove(part, out _);
        }
    }

    /// <summary>Adds it, if it is not known.</summary>
    public async Task AddAsync(RecordingId recordingId, int epoch, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "JournalParts" ("RecordingId", "Epoch", "IsDoubted", "IsDeleted") VALUES ({recordingId.Value}, {epoch}, {false}, {false})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }

    /// <returns>By epoch.</returns>
    public async Task<IReadOnlyList<JournalPart>> OfAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.JournalParts.AsNoTracking().Where(part => part.RecordingId == recordingId).OrderBy(part => part.Epoch).ToListAsync(cancellationToken);
    }

    /// <summary>The recordings that have any, and are not deleted.</summary>
    public async Task<IReadOnlyList<RecordingId>> RecordingsAsync(CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.JournalParts.Where(part => !part.IsDeleted).Select(part => part.RecordingId).Distinct().ToListAsync(cancellationToken);
    }

    /// <summary>All of an epoch is in the store, and its slip.</summary>
    public async Task SetStoredAsync(RecordingId recordingId, int epoch, long bytes, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.JournalParts.Where(part => part.RecordingId == recordingId && part.Epoch == epoch).ExecuteUpdateAsync(
            update => update.SetProperty(part => part.StoredBytes, bytes).SetProperty(part => part.IsDoubted, false), cancellationToken);
    }

    /// <summary>What the store has of an epoch is not what its slip says.</summary>
    public async Task DoubtAsync(RecordingId recordingId, int epoch, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.JournalParts.Where(part => part.RecordingId == recordingId && part.Epoch == epoch).ExecuteUpdateAsync(
            update => update.SetProperty(part => part.StoredBytes, (long?)null).SetProperty(part => part.IsDoubted, true), cancellationToken);
    }

    /// <summary>The recording is made with these epochs, of so many bytes, and with no other.</summary>
    public async Task SetUsedAsync(RecordingId recordingId, IReadOnlyDictionary<int, long> used, CancellationToken cancellationToken)
    {
        foreach (var epoch in used.Keys)
            await AddAsync(recordingId, epoch, cancellationToken);
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        foreach (var part in await catalogue.JournalParts.Where(part => part.RecordingId == recordingId).ToListAsync(cancellationToken))
            part.UsedBytes = used.TryGetValue(part.Epoch, out var bytes) ? bytes : null;
        await catalogue.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The recording is made with so much of one of its epochs.</summary>
    public async Task SetUsedAsync(RecordingId recordingId, int epoch, long bytes, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.JournalParts.Where(part => part.RecordingId == recordingId && part.Epoch == epoch)
            .ExecuteUpdateAsync(update => update.SetProperty(part => part.UsedBytes, bytes), cancellationToken);
    }

    /// <summary>The recording is being deleted, whichever machines have something of it.</summary>
    public async Task MarkDeletedAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.JournalParts.Where(part => part.RecordingId == recordingId)
            .ExecuteUpdateAsync(update => update.SetProperty(part => part.IsDeleted, true), cancellationToken);
    }

    /// <param name="epochs">All of them if null.</param>
    public async Task ForgetAsync(RecordingId recordingId, IReadOnlyCollection<int>? epochs, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await catalogue.JournalParts.Where(part => part.RecordingId == recordingId && (epochs == null || epochs.Contains(part.Epoch))).ExecuteDeleteAsync(cancellationToken);
    }
}
