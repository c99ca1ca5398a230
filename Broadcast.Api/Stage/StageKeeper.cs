using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Stage;

/// <summary>
/// Sees to it that every live webinar has its grain, although nobody may have come back to it: it has to end some time. Before the
/// process ends, recordings are closed; the webinars stay live and go on after the restart.
/// </summary>
internal sealed partial class StageKeeper(
    IDbContextFactory<BroadcastDb> databases, IGrainFactory grains, Stages stages, StagesHere here, TimeProvider time, ILogger<StageKeeper> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(45);

    /// <summary>Media nodes are spoken to before the first guest comes.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await grains.GetGrain<INodeDirectoryGrain>(0).CheckAsync().WaitAsync(cancellationToken);
        await WakeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Comes before any hosted service stops, so that the media node and the jobs are still there.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(here.All.Select(webinar => stages[webinar].CloseRecordingAsync())).WaitAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WakeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // A database or a grain that does not answer now may do so the next time; the process goes on.
                LogNotWoken(logger, failure.Message);
            }
        }
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var live = await db.Webinars.Where(webinar => webinar.State == WebinarState.Live).Select(webinar => webinar.Id).ToListAsync(cancellationToken);
        await Task.WhenAll(live.Select(id => stages[id].WakeAsync()));
    }

    [LoggerMessage(LogLevel.Warning, "Not every live webinar could be looked after; it is tried again: {Reason}")]
    private static partial void LogNotWoken(ILogger logger, string reason);
}
