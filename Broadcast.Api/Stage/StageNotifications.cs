using Broadcast.Sfu.Control.Channels;

namespace Broadcast.Api.Stage;

/// <summary>Reads the media node's notifications for the life of the process, and closes recordings before the process ends.</summary>
public sealed partial class StageNotifications(IControlChannel node, Stages stages, ILogger<StageNotifications> logger)
    : BackgroundService, IHostedLifecycleService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notification in node.NotificationsAsync(stoppingToken))
        {
            try
            {
                await stages.OnNotificationAsync(notification);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                NotHandled(notification.GetType().Name, failure);
            }
        }
    }

    /// <summary>Comes before any hosted service stops, so that the media node and the jobs are still there.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => stages.CloseRecordingsAsync().WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Error, "A {Notification} of the media node could not be handled")]
    private partial void NotHandled(string notification, Exception failure);
}
