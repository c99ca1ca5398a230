using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Orleans.Concurrency;

namespace Broadcast.Api.Nodes;

/// <summary>
/// Whoever has routers on media nodes, and is told what happens to them. A router's id begins with the key of its owner and a dot, so
/// that it is found without asking anybody, by any process and after any loss.
/// </summary>
internal interface IRouterOwner : IGrainWithStringKey
{
    /// <summary>Something happened on a router of this owner. Who tells it does not wait.</summary>
    [OneWay]
    Task OnNotificationAsync(WorkerNotification notification);

    /// <param name="router">Whose key is the part before its first dot.</param>
    /// <returns>Null for a router that nobody here has made.</returns>
    static string? KeyOf(RouterId router) =>
        router.Value.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? router.Value[..dot] : null;
}
