namespace Broadcast.Api.Stage;

/// <summary>
/// What live webinars need every two seconds: key frames to cut the recording at, its light told to the presenters, what the media
/// node did not do tried again, and an end for those that nobody ends.
/// </summary>
public sealed class StageBeat(Stages stages, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Webinars that were live before this process have to end, too, if nobody comes back to them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await stages.OpenLiveAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
            stages.Beat();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
