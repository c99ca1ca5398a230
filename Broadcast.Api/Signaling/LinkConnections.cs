using System.Collections.Concurrent;
using Broadcast.Api.Links;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling;

/// <summary>The hub connections of this process and the links they came by. A connection ends when its link does.</summary>
public sealed class LinkConnections(IHubContext<StageHub, IStageClient> hub, TimeProvider time)
{
    /// <summary>For the page to read why and to hang up by itself; then the connection is cut.</summary>
    static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>No timer is set further ahead: it looks again then.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    readonly ConcurrentDictionary<string, Held> held = new();

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

    /// <summary>Says why, takes the participant off the stage, and cuts the connection if it does not hang up.</summary>
    async Task EndAsync(Held ended, Dismissal why)
    {
        var id = ended.Connection.ConnectionId;
        if (!held.TryRemove(KeyValuePair.Create(id, ended)))
            return;
        ended.Timer?.Dispose();
        ended.Timer = time.CreateTimer(_ => ended.Connection.Abort(), null, Goodbye, Timeout.InfiniteTimeSpan);
        await hub.Clients.Client(id).Dismissed(why);
        await hub.Groups.RemoveFromGroupAsync(id, ended.Link.WebinarId);
        if (Seat.Of(ended.Connection) is { } seat)
            await seat.Stage.RemoveAsync(seat.Participant);
    }

    void OnTimer(Held each)
    {
        if (each.Link.ExpiresAt <= time.GetUtcNow())
            _ = EndAsync(each, Dismissal.LinkExpired);
        else
            each.Timer?.Change(UntilExpiry(each.Link), Timeout.InfiniteTimeSpan);
    }

    TimeSpan UntilExpiry(StageLink link)
    {
        var left = link.ExpiresAt - time.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
    }

    sealed class Held(StageLink link, HubCallerContext connection)
    {
        public StageLink Link { get; } = link;
        public HubCallerContext Connection { get; } = connection;
        /// <summary>Runs to the link's end, and from there to the cut.</summary>
        public ITimer? Timer { get; set; }
    }
}
