using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Hosting;

/// <summary>The channel to a media node in the same process: records are handed over as they are.</summary>
public sealed class InProcessChannel(MediaNode node) : IControlChannel
{
    public Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken) =>
        node.RequestAsync(request, cancellationToken);

    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) =>
        node.NotificationsAsync(cancellationToken);
}
