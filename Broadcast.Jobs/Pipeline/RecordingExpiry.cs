using Hangfire;

namespace Broadcast.Jobs.Pipeline;

/// <summary>The last step of a recording's life: deletes what has expired, unless a legal hold lies on it.</summary>
internal sealed class RecordingExpiry(RecordingUpdates updates, RecordingPipeline pipeline, TimeProvider time)
{
    public const string Id = "expiry";

    [Queue(RecordingSchedule.Queue)]
    [JobDisplayName("Delete what has expired")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var expired in await updates.ExpiredAsync(time.GetUtcNow(), cancellationToken))
            await pipeline.DeleteAsync(expired.Id, cancellationToken);
    }
}
