using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Hosting;

/// <summary>Picks up at start what an earlier process left, and from then on what could not be written down when it happened.</summary>
internal sealed partial class PipelineResumption(
    RecordingEndings endings, LeftWork left, IOptions<JobsOptions> options, TimeProvider time, ILogger<PipelineResumption> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await endings.ResumeAsync(cancellationToken);
        await left.RemoveAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CatchUpInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await endings.CatchUpAsync(stoppingToken);
            }
            // An exception out of a background service would end the process, and with it the webinars that run.
            catch (Exception refusal) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnreadable(refusal);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What is to be processed could not be read; it is tried again.")]
    private partial void LogUnreadable(Exception refusal);
}
