using Broadcast.Api.Data;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>Who is signed in where. A session that is taken out here is over with the next request, and so is whatever hangs on it.</summary>
internal sealed class Sessions(IDbContextFactory<BroadcastDb> databases, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    // Not every picture that a page loads is worth a write.
    private static readonly TimeSpan Noticeable = TimeSpan.FromMinutes(1);

    public async Task<Session> BeginAsync(Organizer organizer, HttpContext request)
    {
        var now = time.GetUtcNow();
        var session = new Session
        {
            Id = NewId.Create(),
            OrganizerId = organizer.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + Lifetime,
            Address = AddressOf(request),
            Browser = StoredText.Fit(request.Request.Headers.UserAgent.ToString(), Session.MaxBrowserLength),
        };
        await using var db = await databases.CreateDbContextAsync();
        await db.Sessions.Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync();
        db.Sessions.Add(session);
        await db.SaveChangesAsync();
        return session;
    }

    /// <summary>Whose session it is, as they are called now; notes that they were seen.</summary>
    /// <returns>Null if it has ended or expired, or the account is gone.</returns>
    public async Task<Organizer?> ContinueAsync(string id, HttpContext request)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync();
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.ExpiresAt > now);
        if (session is null)
            return null;
        var address = AddressOf(request);
        if (now - session.LastSeenAt >= Noticeable || session.Address != address)
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(seen => seen
                .SetProperty(s => s.LastSeenAt, now)
                .SetProperty(s => s.ExpiresAt, now + Lifetime)
                .SetProperty(s => s.Address, address));
        return await db.Organizers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == session.OrganizerId);
    }

    /// <returns>The address of the organizer whose session it is; null if it has ended.</returns>
    public async Task<string?> EmailOfAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.Where(s => s.Id == id && s.ExpiresAt > now)
            .Join(db.Organizers, s => s.OrganizerId, o => o.Id, (_, organizer) => organizer.Email)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The one used last comes first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(string organizerId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.AsNoTracking()
            .Where(s => s.OrganizerId == organizerId && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Whether the organizer is signed in somewhere at this address.</summary>
    public async Task<bool> IsKnownAtAsync(string organizerId, string? address, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.AnyAsync(s => s.OrganizerId == organizerId && s.Address == address, cancellationToken);
    }

    /// <returns>False if it is not one of this organizer's.</returns>
    public async Task<bool> EndAsync(string organizerId, string id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Sessions.Where(s => s.OrganizerId == organizerId && s.Id == id).ExecuteDeleteAsync() > 0;
    }

    /// <param name="except">The session to keep; null to end all.</param>
    /// <returns>How many have ended.</returns>
    public async Task<int> EndAllAsync(string organizerId, string? except = null)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Sessions.Where(s => s.OrganizerId == organizerId && s.Id != except).ExecuteDeleteAsync();
    }

    private static string? AddressOf(HttpContext request) => request.Connection.RemoteIpAddress?.ToString();
}
