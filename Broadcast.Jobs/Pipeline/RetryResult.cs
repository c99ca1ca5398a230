namespace Broadcast.Jobs.Pipeline;

/// <summary>The answer to a request to process a failed recording again.</summary>
public enum RetryResult
{
    Enqueued,
    NotFound,
    NotFailed,
}
