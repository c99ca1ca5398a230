using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// The chat: stored first, then told to everybody. What is written while something is being stored is stored together afterwards, so
/// that everybody sees it in the order in which it is kept.
/// </summary>
internal sealed class ChatPart(StageBoard board, ChatLog log, StageServices services) : IStagePart
{
    private readonly List<Writing> waiting = [];
    private Task storing = Task.CompletedTask;

    public async Task LoadAsync()
    {
        foreach (var entry in (await log.LoadTailAsync(services.Limits.Value.ChatHistoryBytes)).Entries)
            board.Fill(new ChatAdded(entry.Message));
    }

    /// <returns>The message, when it is stored and every audience knows of it.</returns>
    public Task<ChatMessage> SendAsync(ChatEntry entry)
    {
        var writing = new Writing(entry);
        waiting.Add(writing);
        if (storing.IsCompleted)
            storing = StoreWaitingAsync();
        return writing.Sent.Task;
    }

    /// <exception cref="StageException">There is no such message.</exception>
    public async Task<ChatEntry> RemoveAsync(string messageId, string by)
    {
        var entry = await log.RemoveAsync(messageId, by, services.Time.GetUtcNow())
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such message.");
        await board.PublishAsync(new ChatTaken(messageId));
        return entry;
    }

    private async Task StoreWaitingAsync()
    {
        while (waiting.Count > 0)
        {
            Writing[] together = [.. waiting];
            waiting.Clear();
            try
            {
                var messages = await log.AddAsync([.. together.Select(writing => writing.Entry)]);
                foreach (var (writing, message) in together.Zip(messages))
                    TellAsync(writing, message).Ignore();
            }
            catch (Exception failure)
            {
                foreach (var writing in together)
                    writing.Sent.SetException(failure);
            }
        }
    }

    /// <summary>Is not waited for: a process that does not answer holds up no message but this one.</summary>
    private async Task TellAsync(Writing writing, ChatMessage message)
    {
        await board.PublishAsync(new ChatAdded(message));
        writing.Sent.SetResult(message);
    }

    private sealed class Writing(ChatEntry entry)
    {
        public ChatEntry Entry => entry;

        public TaskCompletionSource<ChatMessage> Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
