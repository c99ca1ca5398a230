using Broadcast.Api.Data;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Chat;

/// <summary>The chat of one webinar: everything in the database, the latest in memory, so that a joining crowd reads nothing from disk.</summary>
public sealed class ChatLog(string webinarId, IDbContextFactory<BroadcastDb> databases)
{
    /// <summary>How many messages a newcomer is given.</summary>
    public const int RecentLength = 200;

    readonly Lock gate = new();
    readonly Queue<ChatMessage> recent = new(RecentLength);

    public IReadOnlyList<ChatMessage> Recent
    {
        get
        {
            lock (gate)
                return [.. recent];
        }
    }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = await db.Chat.AsNoTracking()
            .Where(entry => entry.WebinarId == webinarId)
            .OrderByDescending(entry => entry.Id)
            .Take(RecentLength)
            .ToListAsync(cancellationToken);
        foreach (var entry in entries.AsEnumerable().Reverse())
            Remember(ChatMessage.Of(entry));
    }

    public async Task<ChatMessage> AddAsync(ChatEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Chat.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        var message = ChatMessage.Of(entry);
        Remember(message);
        return message;
    }

    void Remember(ChatMessage message)
    {
        lock (gate)
        {
            if (recent.Count == RecentLength)
                recent.Dequeue();
            recent.Enqueue(message);
        }
    }
}
