using System.Globalization;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Chat;

/// <summary>The chat of one webinar in the database.</summary>
/// <param name="webinarId">Whose chat it is.</param>
/// <param name="databases">Where it is.</param>
internal sealed class ChatLog(WebinarId webinarId, IDbContextFactory<BroadcastDb> databases)
{
    /// <param name="mostBytes">How much a newcomer is given at most, as it is sent.</param>
    public async Task<ChatTail> LoadTailAsync(int mostBytes)
    {
        await using var db = await databases.CreateDbContextAsync();
        var entries = await db.Chat.AsNoTracking()
            .Where(entry => entry.WebinarId == webinarId && entry.RemovedAt == null)
            .OrderByDescending(entry => entry.Id)
            .Take(ChatTail.MostMessages)
            .ToListAsync();
        return entries.AsEnumerable().Reverse().Aggregate(new ChatTail(mostBytes, []), (tail, entry) => tail.With(ChatMessage.Of(entry)));
    }

    /// <summary>Adds all of them or none; they are kept in this order.</summary>
    public async Task<IReadOnlyList<ChatMessage>> AddAsync(IReadOnlyList<ChatEntry> entries)
    {
        await using var db = await databases.CreateDbContextAsync();
        db.Chat.AddRange(entries);
        await db.SaveChangesAsync();
        return [.. entries.Select(ChatMessage.Of)];
    }

    /// <summary>Takes a message out. Removed already, it stays so.</summary>
    /// <returns>Null if there is no such message.</returns>
    public async Task<ChatEntry?> RemoveAsync(string messageId, string by, DateTimeOffset now)
    {
        if (!long.TryParse(messageId, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        await using var db = await databases.CreateDbContextAsync();
        if (await db.Chat.SingleOrDefaultAsync(entry => entry.Id == id && entry.WebinarId == webinarId) is not { } entry)
            return null;
        if (entry.RemovedAt is null)
        {
            (entry.RemovedAt, entry.RemovedBy) = (now, by);
            await db.SaveChangesAsync();
        }
        return entry;
    }

    /// <summary>The latest that somebody has written, be it removed or not.</summary>
    /// <returns>Null if they have written nothing.</returns>
    public async Task<ChatEntry?> LastOfAsync(ParticipantId participantId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Chat.AsNoTracking()
            .Where(entry => entry.WebinarId == webinarId && entry.ParticipantId == participantId)
            .OrderByDescending(entry => entry.Id)
            .FirstOrDefaultAsync();
    }
}
