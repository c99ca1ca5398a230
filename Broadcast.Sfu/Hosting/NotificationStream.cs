using System.Threading.Channels;
using Broadcast.Sfu.Control.Notifications;

namespace Broadcast.Sfu.Hosting;

/// <summary>
/// Carries notifications from the workers' threads to one reader. Nothing that changes state is ever dropped; audio levels are,
/// once nobody has read for a while.
/// </summary>
internal sealed class NotificationStream
{
    private const int BacklogThatDropsLevels = 1_000;

    private readonly Channel<WorkerNotification> channel =
        Channel.CreateUnbounded<WorkerNotification>(new UnboundedChannelOptions { SingleReader = false });

    public void Publish(WorkerNotification notification)
    {
        if (notification is AudioLevels && channel.Reader.Count > BacklogThatDropsLevels)
            return;
        channel.Writer.TryWrite(notification);
    }

    public void Complete() => channel.Writer.TryComplete();

    public IAsyncEnumerable<WorkerNotification> ReadAllAsync(CancellationToken cancellationToken) =>
        channel.Reader.ReadAllAsync(cancellationToken);
}
