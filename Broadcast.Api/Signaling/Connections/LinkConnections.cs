using System.Collections.Concurrent;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>The hub connections of this process and the links they came by. A connection ends when its link does.</summary>
internal sealed class LinkConnections(AudienceGroups groups, TimeProvider time)
{
    /// <summary>For the page to read why and to hang up by itself; then the connection is cut.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>No timer is set further ahead: it looks again then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Held> held = new();

    /// <summary>A link has expired: its connection is told by now, and the seat is to be given up.</summary>
    public event Action<string, Seat>? Expired;

    public void Add(StageLink link, HubCallerContext connection)
    {
        var added = new Held(link, connection);
        held[connection.ConnectionId] = added;
        added.Timer = time.CreateTimer(_ => OnTimer(added), null, UntilExpiry(link), Timeout.InfiniteTimeSpan);
    }

    public void Remove(HubCallerContext connection)
    {
        if (held.TryRemove(connection.ConnectionId, out var removed))
            removed.Timer?.Dispose();
    }

    /// <summary>False once it has been ended, although it may not have hung up yet.</summary>
    public bool Holds(HubCallerContext connection) => held.ContainsKey(connection.ConnectionId);

    /// <summary>Ends every connection that came by one of these links.</summary>
    public Task EndAsync(Func<StageLink, bool> links, Dismissal why) =>
        Task.WhenAll(held.Values.Where(each => links(each.Link)).Select(each => EndAsync(each, why)));

    /// <summary>Ends the connection of this id, if this process has it.</summary>
    public Task EndAsync(string connectionId, Dismissal why) =>
        held.TryGetValue(connectionId, out var found) ? EndAsync(found, why) : Task.CompletedTask;

    /// <summary>Says why, lets it hear nothing any more, and cuts it if it does not hang up.</summary>
    private async Task EndAsync(Held ended, Dismissal why)
    {
        var id = ended.Connection.ConnectionId;
        if (!held.TryRemove(KeyValuePair.Create(id, ended)))
            return;
        ended.Timer?.Dispose();
        ended.Timer = time.CreateTimer(_ => ended.Connection.Abort(), null, Goodbye, Timeout.InfiniteTimeSpan);
        await groups.One(id).Dismissed(why);
        await groups.ExcludeAsync(ended.Link.WebinarId, id);
    }

    private void OnTimer(Held each)
    {
        if (each.Link.ExpiresAt <= time.GetUtcNow())
            OnExpired(each);
        else
            each.Timer?.Change(UntilExpiry(each.Link), Timeout.InfiniteTimeSpan);
    }

    private void OnExpired(Held each)
    {
        _ = EndAsync(each, Dismissal.LinkExpired);
        if (ConnectionSeat.Of(each.Connection) is { } seat)
            Expired?.Invoke(each.Connection.ConnectionId, seat);
    }

    private TimeSpan UntilExpiry(StageLink link)
    {
        var left = link.ExpiresAt - time.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
    }

    private sealed class Held(StageLink link, HubCallerContext connection)
    {
        public StageLink Link { get; } = link;
        public HubCallerContext Connection { get; } = connection;
        /// <summary>Runs to the link's end, and from there to the cut.</summary>
        public ITimer? Timer { get; set; }
    }
}
