using Broadcast.Sfu.Control.Channels;

namespace Broadcast.Api.Stage;

/// <summary>Hands on the media node's notifications for the life of the process, and closes recordings before the process ends.</summary>
public sealed class StageNotifications(IControlChannel node, RouterOwners routers, Stages stages) : BackgroundService, IHostedLifecycleService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notification in node.NotificationsAsync(stoppingToken))
            routers.Post(notification);
    }

    /// <summary>Comes before any hosted service stops, so that the media node and the jobs are still there.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => stages.CloseRecordingsAsync().WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
