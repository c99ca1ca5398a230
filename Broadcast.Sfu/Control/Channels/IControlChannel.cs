using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>How the control plane speaks to one media node: a call and a stream.</summary>
public interface IControlChannel
{
    /// <summary>Carries out a request on the worker that owns the router it names.</summary>
    /// <returns>The response, or a <see cref="ControlError"/>; throws only when the node is out of reach or the call is cancelled.</returns>
    Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken);

    /// <summary>Notifications in the order in which each worker raised them. One reader; ends when the channel closes.</summary>
    IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken);
}
