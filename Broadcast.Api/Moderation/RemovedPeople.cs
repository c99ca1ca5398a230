using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Moderation;

/// <summary>Who was removed from one webinar, in the database.</summary>
internal sealed class RemovedPeople(WebinarId webinarId, IDbContextFactory<BroadcastDb> databases)
{
    /// <returns>Those who are kept out, newest first.</returns>
    public async Task<ImmutableArray<Removal>> LoadAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return [.. await db.Removals.AsNoTracking()
            .Where(removal => removal.WebinarId == webinarId && removal.LiftedAt == null)
            .OrderByDescending(removal => removal.RemovedAt)
            .ToListAsync()];
    }

    public async Task AddAsync(Removal removal)
    {
        await using var db = await databases.CreateDbContextAsync();
        db.Removals.Add(removal);
        await db.SaveChangesAsync();
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
        return removal;
    }
}
