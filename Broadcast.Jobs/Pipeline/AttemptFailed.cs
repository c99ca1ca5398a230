namespace Broadcast.Jobs.Pipeline;

/// <summary>An attempt to process a recording failed, which the catalogue knows by now; the message is the sentence that its organizer reads.</summary>
/// <param name="nextTryAt">Null if it was the last attempt.</param>
internal sealed class AttemptFailed(string sentence, DateTimeOffset? nextTryAt, Exception reason) : Exception(sentence, reason)
{
    public DateTimeOffset? NextTryAt { get; } = nextTryAt;
}
