namespace Broadcast.Api.Chat;

/// <summary>Lets one participant send 5 messages in any 10 seconds. Used by one call at a time.</summary>
public sealed class ChatAllowance
{
    const int Messages = 5;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    readonly Queue<DateTimeOffset> sent = new(Messages);

    /// <returns>False if this one would be too many.</returns>
    public bool TryTake(DateTimeOffset now)
    {
        while (sent.TryPeek(out var oldest) && now - oldest >= Window)
            sent.Dequeue();
        if (sent.Count == Messages)
            return false;
        sent.Enqueue(now);
        return true;
    }
}
