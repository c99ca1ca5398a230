using Broadcast.Jobs.Catalogue;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// The scheduler's side of processing: one job per recording, named by its id. A failure is written down as a sentence and
/// handed to the scheduler's retry policy; a kill is answered by the scheduler's recovery at the next start.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class RecordingJob(
    RecordingProcessing processing, RecordingUpdates updates, RecordingLocks locks, ILogger<RecordingJob> logger) : IJob
{
    public const string Group = "recordings";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var recordingId = context.JobDetail.Key.Name;
        using var held = await locks.EnterAsync(recordingId, cancellationToken);
        try
        {
            await processing.RunAsync(recordingId, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The recording is being deleted or its processing cancelled. At shutdown, by contrast, the scheduler must see the cancellation and run the job again.
        }
        catch (Exception e) when (!held.Token.IsCancellationRequested)
        {
            var retryIn = NextRetry(context);
            LogFailure(e, recordingId, context.RetryAttempt + 1);
            await updates.ApplyAsync(recordingId, recording => Fail(recording, e, retryIn), CancellationToken.None);
            throw new JobExecutionException(e);
        }
    }

    private static TimeSpan? NextRetry(IJobExecutionContext context) =>
        context.RetryPolicy is { } policy && context.RetryAttempt < policy.MaxAttempts ? policy.DelayFor(context.RetryAttempt + 1) : null;

    private static string Fail(Recording recording, Exception reason, TimeSpan? retryIn)
    {
        recording.Error = FailureSentence.For(recording.Step, reason, retryIn);
        if (retryIn is null)
            recording.State = RecordingState.Failed;
        return recording.Error;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: attempt {Attempt} failed")]
    private partial void LogFailure(Exception exception, string recordingId, int attempt);
}
