using Broadcast.Jobs.Pipeline;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Jobs.Hosting;

/// <summary>Picks up at start what an earlier process left.</summary>
internal sealed class PipelineResumption(RecordingPipeline pipeline) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => pipeline.ResumeAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
