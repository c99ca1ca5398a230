using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Journal;
using Hangfire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Pipeline;

/// <summary>
/// Hangfire's side of processing: one job per recording. A failure is written into the catalogue as a sentence, with how often it
/// happened and when it is tried again. A second job of a recording comes again later instead of keeping a worker waiting. A kill is
/// answered by the job store or, if that forgot the job, by the catalogue at the next start.
/// </summary>
internal sealed partial class RecordingJob(
    RecordingProcessing processing, RecordingUpdates updates, RecordingLocks locks, IOptions<JobsOptions> options, TimeProvider time, ILogger<RecordingJob> logger)
{
    /// <param name="recordingId">Plain text, for it lies in the job store.</param>
    [Queue(RecordingSchedule.Queue)]
    [JobDisplayName("Recording {0}")]
    [TriedAgain]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(string recordingId, CancellationToken cancellationToken) => RunAsync(new RecordingId(recordingId), cancellationToken);

    private async Task RunAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        using var held = await locks.TryEnterAsync(recordingId, cancellationToken)
            ?? throw new AttemptFailed("Another job works on this recording.", time.GetUtcNow().Add(options.Value.RetryDelay));
        try
        {
            await processing.RunAsync(recordingId, held.Token);
        }
        catch (OperationCanceledException) when (held.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The recording is being deleted or its processing cancelled. At a stop, by contrast, Hangfire must see the cancellation and hand the job on.
        }
        catch (JournalAwaited awaited) when (!held.Token.IsCancellationRequested)
        {
            throw await AwaitAsync(recordingId, awaited);
        }
        catch (Exception reason) when (!held.Token.IsCancellationRequested)
        {
            throw await FailAsync(recordingId, reason);
        }
    }

    /// <summary>Counts for nothing, and keeps no worker from other recordings.</summary>
    private async Task<AttemptFailed> AwaitAsync(RecordingId recordingId, JournalAwaited awaited)
    {
        var due = time.GetUtcNow().Add(awaited.LookAgainIn);
        await updates.ApplyAsync(recordingId, recording => (recording.NextTryAt, recording.Error) = (due, awaited.Sentence), CancellationToken.None);
        return new AttemptFailed(awaited.Message, due);
    }

    private async Task<AttemptFailed> FailAsync(RecordingId recordingId, Exception reason)
    {
        var failed = new AttemptFailed("There is no such recording any more.", nextTryAt: null, reason);
        await updates.ApplyAsync(recordingId, Fail, CancellationToken.None);
        return failed;

        string Fail(Recording recording)
        {
            recording.Attempts++;
            LogFailure(reason, recordingId, recording.Attempts);
            var wait = options.Value.WaitAfter(recording.Attempts);
            recording.NextTryAt = wait is { } delay ? time.GetUtcNow().Add(delay) : null;
            recording.Error = FailureSentence.For(recording.Step, reason, wait);
            if (wait is null)
                recording.State = RecordingState.Failed;
            failed = new AttemptFailed(recording.Error, recording.NextTryAt, reason);
            return recording.Error;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: attempt {Attempt} failed")]
    private partial void LogFailure(Exception exception, RecordingId recordingId, int attempt);
}
