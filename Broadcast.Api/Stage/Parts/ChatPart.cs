using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The chat: stored first, then told to everybody in the order in which it is kept.</summary>
internal sealed class ChatPart : IStagePart
{
    private readonly StageBoard board;
    private readonly ChatLog log;
    private readonly StageServices services;
    private readonly StoredTogether<ChatEntry, ChatMessage> written;

    public ChatPart(StageBoard board, ChatLog log, StageServices services)
    {
        (this.board, this.log, this.services) = (board, log, services);
        written = new(int.MaxValue, StoreAsync);
    }

    public async Task LoadAsync()
    {
        foreach (var entry in (await log.LoadTailAsync(services.Limits.Value.ChatHistoryBytes)).Entries)
            board.Fill(new ChatAdded(entry.Message));
    }

    /// <returns>The message, when it is stored and every audience knows of it.</returns>
    public Task<ChatMessage> SendAsync(ChatEntry entry) => written.AddAsync(entry);

    /// <exception cref="StageException">There is no such message.</exception>
    public async Task<ChatEntry> RemoveAsync(string messageId, string by)
    {
        var entry = await log.RemoveAsync(messageId, by, services.Time.GetUtcNow())
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such message.");
        await board.PublishAsync(new ChatTaken(messageId));
        return entry;
    }

    private async Task<IReadOnlyList<Task<ChatMessage>>> StoreAsync(IReadOnlyList<ChatEntry> entries) =>
        [.. (await log.AddAsync(entries)).Select(TellAsync)];

    private async Task<ChatMessage> TellAsync(ChatMessage message)
    {
        await board.PublishAsync(new ChatAdded(message));
        return message;
    }
}
