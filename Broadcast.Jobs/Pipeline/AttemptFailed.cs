namespace Broadcast.Jobs.Pipeline;

/// <summary>An attempt to process a recording failed, which the catalogue knows by now, or could not begin, which counts for nothing. The message is a sentence for people.</summary>
/// <param name="nextTryAt">Null if it was the last attempt.</param>
internal sealed class AttemptFailed(string sentence, DateTimeOffset? nextTryAt, Exception? reason = null) : Exception(sentence, reason)
{
    public DateTimeOffset? NextTryAt { get; } = nextTryAt;
}
