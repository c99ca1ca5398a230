using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Chat;

/// <summary>The chat of one webinar: everything in the database, the latest in memory, so that a joining crowd reads nothing from disk.</summary>
/// <param name="recentBytes">How much a newcomer is given at most, as it is sent.</param>
public sealed class ChatLog(string webinarId, int recentBytes, IDbContextFactory<BroadcastDb> databases)
{
    /// <summary>How many messages a newcomer is given.</summary>
    public const int RecentLength = 200;

    static readonly JsonSerializerOptions Json = SentJson();

    readonly Lock gate = new();
    readonly Queue<(ChatMessage Message, int Bytes)> recent = new(RecentLength);
    int held;

    public IReadOnlyList<ChatMessage> Recent
    {
        get
        {
            lock (gate)
                return [.. recent.Select(each => each.Message)];
        }
    }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = await db.Chat.AsNoTracking()
            .Where(entry => entry.WebinarId == webinarId && entry.RemovedAt == null)
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
        Forget(messageId);
        return entry;
    }

    /// <summary>The latest that somebody has written, be it removed or not.</summary>
    /// <returns>Null if they have written nothing.</returns>
    public async Task<ChatEntry?> LastOfAsync(string participantId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Chat.AsNoTracking()
            .Where(entry => entry.WebinarId == webinarId && entry.ParticipantId == participantId)
            .OrderByDescending(entry => entry.Id)
            .FirstOrDefaultAsync();
    }

    void Forget(string messageId)
    {
        lock (gate)
        {
            (ChatMessage Message, int Bytes)[] kept = [.. recent.Where(each => each.Message.Id != messageId)];
            recent.Clear();
            held = 0;
            foreach (var each in kept)
            {
                recent.Enqueue(each);
                held += each.Bytes;
            }
        }
    }

    void Remember(ChatMessage message)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, Json).Length;
        lock (gate)
        {
            recent.Enqueue((message, bytes));
            held += bytes;
            while (recent.Count > RecentLength || held > recentBytes)
                held -= recent.Dequeue().Bytes;
        }
    }

    /// <summary>As SignalR writes: letters of every script as themselves.</summary>
    static JsonSerializerOptions SentJson()
    {
        var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        ProtocolJson.Apply(json);
        return json;
    }
}
