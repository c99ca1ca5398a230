namespace Broadcast.Jobs.Pipeline;

/// <summary>What may be done with a recording from outside. Every call is idempotent and survives a crash at any point.</summary>
public sealed class RecordingPipeline
{
    /// <summary>Enters a recording that begins now into the catalogue.</summary>
    public Task StartAsync(string recordingId, string webinarId, DateTimeOffset startedAt, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Says that nothing more will be recorded and enqueues the processing, which first waits for the journal to close.</summary>
    public Task CompleteAsync(string recordingId, DateTimeOffset endedAt, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Processes a failed recording again, from the step that failed.</summary>
    public Task<RetryResult> RetryAsync(string recordingId, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Stops the processing and removes the recording from store, journal and catalogue.</summary>
    /// <returns>False if there is no such recording.</returns>
    public Task<bool> DeleteAsync(string recordingId, CancellationToken ct) => throw new NotImplementedException();
}
