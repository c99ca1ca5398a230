using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Moderation;

/// <summary>Who was removed from one webinar: all in the database, those who are kept out in memory, so that a joining crowd reads nothing from disk.</summary>
public sealed class RemovedPeople(string webinarId, IDbContextFactory<BroadcastDb> databases)
{
    volatile Removal[] keptOut = [];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        keptOut = await db.Removals.AsNoTracking()
            .Where(removal => removal.WebinarId == webinarId && removal.LiftedAt == null)
            .OrderByDescending(removal => removal.RemovedAt)
            .ToArrayAsync(cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Removal> KeptOut => keptOut;

    public bool IsKeptOut(Arrival arrival, DateTimeOffset now, TimeSpan newcomerHold) =>
        keptOut.Any(removal => removal.KeepsOut(arrival, now, newcomerHold));

    public async Task AddAsync(Removal removal)
    {
        await using var db = await databases.CreateDbContextAsync();
        db.Removals.Add(removal);
        await db.SaveChangesAsync();
        await LoadAsync(CancellationToken.None);
    }

    /// <summary>Lets them in again.</summary>
    /// <returns>Null if nobody is kept out by that id.</returns>
    public async Task<Removal?> LiftAsync(string id, DateTimeOffset now)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Removals.SingleOrDefaultAsync(each => each.Id == id && each.WebinarId == webinarId && each.LiftedAt == null) is not { } removal)
            return null;
        removal.LiftedAt = now;
        await db.SaveChangesAsync();
        await LoadAsync(CancellationToken.None);
        return removal;
    }
}
