using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Hosting;

/// <summary>Stands where no media node is registered: every request is out of reach.</summary>
sealed class AbsentMediaNode : IControlChannel
{
    public Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("There is no media node.");

    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<WorkerNotification>();
}
