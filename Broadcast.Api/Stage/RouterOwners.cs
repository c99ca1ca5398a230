using System.Collections.Concurrent;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Which stage has which router. What the media node reports goes to the stage that it is about, and to no other.</summary>
public sealed class RouterOwners
{
    readonly ConcurrentDictionary<RouterId, WebinarStage> owners = new();

    /// <summary>To be called before the router is opened, so that nothing of it is missed.</summary>
    public void Add(RouterId router, WebinarStage owner) => owners[router] = owner;

    public void Remove(RouterId router) => owners.TryRemove(router, out _);

    public void Post(WorkerNotification notification)
    {
        if (owners.TryGetValue(notification.Router, out var owner))
            owner.Post(notification);
    }
}
