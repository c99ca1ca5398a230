using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The chat: stored first, then told to everybody.</summary>
internal sealed class ChatPart(StageBoard board, ChatLog log, StageServices services) : IStagePart
{
    public async Task LoadAsync()
    {
        foreach (var entry in (await log.LoadTailAsync(services.Limits.Value.ChatHistoryBytes)).Entries)
            board.Fill(new ChatAdded(entry.Message));
    }

    public async Task<ChatMessage> SendAsync(ChatEntry entry)
    {
        var message = await log.AddAsync(entry);
        await board.PublishAsync(new ChatAdded(message));
        return message;
    }

    /// <exception cref="StageException">There is no such message.</exception>
    public async Task<ChatEntry> RemoveAsync(string messageId, string by)
    {
        var entry = await log.RemoveAsync(messageId, by, services.Time.GetUtcNow())
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such message.");
        await board.PublishAsync(new ChatTaken(messageId));
        return entry;
    }
}
