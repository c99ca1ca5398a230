using Quartz;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The last step of a recording's life: deletes what has expired, unless a legal hold lies on it.</summary>
[DisallowConcurrentExecution]
internal sealed class RecordingExpiry(RecordingUpdates updates, RecordingPipeline pipeline, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var expired in await updates.ExpiredAsync(time.GetUtcNow(), cancellationToken))
            await pipeline.DeleteAsync(expired.Id, cancellationToken);
    }
}
