using System.Diagnostics;
using System.Diagnostics.Metrics;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Pipeline;

/// <summary>How long the steps of processing take and how they end.</summary>
internal sealed class PipelineMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> steps = meters.Create(MeteredObjectStore.MeterName)
        .CreateHistogram<double>("broadcast.jobs.steps", "s", "Steps of processing, by step and by outcome: done, failed or stopped.");

    public async Task MeasureAsync(RecordingStep step, Task work)
    {
        var since = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            await work;
            outcome = "done";
        }
        catch (OperationCanceledException)
        {
            outcome = "stopped";
            throw;
        }
        finally
        {
            steps.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new("step", step.ToString()), new("outcome", outcome));
        }
    }
}
