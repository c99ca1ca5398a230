using System.Collections.Concurrent;
using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Jobs.Database;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Links;

/// <summary>Makes links, takes them back, and says which are good. A link that is taken back ends the connections that came by it.</summary>
internal sealed class LinkBook(
    IDbContextFactory<BroadcastDb> databases, ApplicationDatabase database, LinkSigner signer, Stages stages, AuditLog audit, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AfterPlannedStart = TimeSpan.FromHours(24);
    private static readonly TimeSpan StandingLifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan LeastLifetime = TimeSpan.FromDays(7);

    // For how long what was read is believed where other processes take links back, too.
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WebinarId, WebinarLinkStates> states = new();
    private readonly SemaphoreSlim changing = new(1);

    /// <param name="token">As it stands in the URL.</param>
    /// <returns>The link is null unless the verdict is <see cref="LinkVerdict.Valid"/>.</returns>
    public async ValueTask<(LinkVerdict Verdict, StageLink? Link)> CheckAsync(string? token, CancellationToken cancellationToken)
    {
        var verdict = signer.Verify(token, out var link);
        if (link is not null && await IsRevokedAsync(link, cancellationToken))
            return (LinkVerdict.Revoked, null);
        return (verdict, link);
    }

    public async ValueTask<bool> IsRevokedAsync(StageLink link, CancellationToken cancellationToken)
    {
        var webinarId = link.WebinarId;
        var known = Known(webinarId) ?? await ExclusivelyAsync(async () => Known(webinarId) ?? await LoadAsync(webinarId, cancellationToken));
        return known.IsRevoked(link);
    }

    /// <summary>Makes a link of its own.</summary>
    public async Task<IssuedLink> IssueAsync(
        WebinarId webinarId, StageRole role, DateTimeOffset expiresAt, string? label, string? by, CancellationToken cancellationToken)
    {
        var link = new IssuedLink
        {
            Id = NewId.Create(),
            WebinarId = webinarId,
            Role = role,
            Label = label,
            CreatedAt = time.GetUtcNow(),
            CreatedBy = by,
            // The token has seconds.
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expiresAt.ToUnixTimeSeconds()),
        };
        await ChangeAsync(webinarId, db =>
        {
            db.Links.Add(link);
            return Task.CompletedTask;
        }, cancellationToken);
        await audit.RecordAsync(AuditAction.LinkMade, webinarId.Value, $"{role}: {label ?? "for many"}");
        return link;
    }

    /// <summary>
    /// The link of a role that is passed on to many: the one that there is, or a new one when there is none that lasts until a day after
    /// the planned start and another week.
    /// </summary>
    public async Task<IssuedLink> StandingAsync(Webinar webinar, StageRole role, string? by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A webinar of an older version may be planned for the end of the calendar.
        var afterStart = webinar.StartsAt is { } startsAt && startsAt <= now.AddYears(Webinar.MaxYearsAhead) ? startsAt + AfterPlannedStart : now;
        var needed = Later(afterStart, now + LeastLifetime);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var standing = await db.Links.AsNoTracking()
            .Where(link => link.WebinarId == webinar.Id && link.Role == role && link.Label == null && link.RevokedAt == null && link.ExpiresAt >= needed)
            .OrderByDescending(link => link.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return standing ?? await IssueAsync(webinar.Id, role, Later(afterStart, now + StandingLifetime), label: null, by, cancellationToken);
    }

    /// <returns>Newest first, with those that were revoked or have expired.</returns>
    public async Task<List<IssuedLink>> ListAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Links.AsNoTracking()
            .Where(link => link.WebinarId == webinarId)
            .OrderByDescending(link => link.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Takes one link back. Revoked already, it stays so.</summary>
    /// <returns>False if the webinar has no such link.</returns>
    public async Task<bool> RevokeAsync(WebinarId webinarId, string linkId)
    {
        IssuedLink? link = null;
        await ChangeAsync(webinarId, async db =>
        {
            link = await db.Links.SingleOrDefaultAsync(each => each.Id == linkId && each.WebinarId == webinarId);
            if (link is not null)
                link.RevokedAt ??= time.GetUtcNow();
        });
        if (link is null)
            return false;
        await stages[webinarId].RevokeLinksAsync(new LinksRevoked(link.Role, linkId));
        await audit.RecordAsync(AuditAction.LinkRevoked, webinarId.Value, $"{link.Role}: {link.Label ?? "for many"}");
        return true;
    }

    /// <summary>Takes a link back if it is one person's.</summary>
    public async Task RevokeIfPersonalAsync(WebinarId webinarId, string linkId)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Links.AnyAsync(each => each.Id == linkId && each.WebinarId == webinarId && each.Label != null && each.RevokedAt == null))
            await RevokeAsync(webinarId, linkId);
    }

    /// <summary>Takes back every link of a role that there has been until now, known or not.</summary>
    public async Task RevokeAllAsync(WebinarId webinarId, StageRole role)
    {
        var now = time.GetUtcNow();
        await ChangeAsync(webinarId, async db =>
        {
            await foreach (var link in db.Links.Where(each => each.WebinarId == webinarId && each.Role == role).AsAsyncEnumerable())
                link.RevokedAt ??= now;
            if (await db.RevokedRoles.FindAsync(webinarId, role) is null)
                db.RevokedRoles.Add(new RevokedRole { WebinarId = webinarId, Role = role, RevokedAt = now });
        });
        await stages[webinarId].RevokeLinksAsync(new LinksRevoked(role, LinkId: null));
        await audit.RecordAsync(AuditAction.LinkRevoked, webinarId.Value, $"{role}: all");
    }

    public void Dispose() => changing.Dispose();

    private Task ChangeAsync(WebinarId webinarId, Func<BroadcastDb, Task> change, CancellationToken cancellationToken = default) => ExclusivelyAsync(async () =>
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await change(db);
        await db.SaveChangesAsync(cancellationToken);
        return await LoadAsync(webinarId, CancellationToken.None);
    });

    private WebinarLinkStates? Known(WebinarId webinarId) =>
        states.TryGetValue(webinarId, out var known) && (!database.IsShared || time.GetUtcNow() < known.ReadAt + Believed) ? known : null;

    private async Task<WebinarLinkStates> LoadAsync(WebinarId webinarId, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var issued = await db.Links.AsNoTracking().Where(link => link.WebinarId == webinarId).ToListAsync(cancellationToken);
        var roles = await db.RevokedRoles.Where(each => each.WebinarId == webinarId).Select(each => each.Role).ToListAsync(cancellationToken);
        return states[webinarId] = new WebinarLinkStates(issued, roles, readAt);
    }

    private async Task<WebinarLinkStates> ExclusivelyAsync(Func<Task<WebinarLinkStates>> work)
    {
        await changing.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            changing.Release();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
