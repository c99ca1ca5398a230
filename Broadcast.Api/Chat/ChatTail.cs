using System.Collections.Immutable;
using Broadcast.Api.Http;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Chat;

/// <summary>The latest of a chat, as a newcomer is given it. It never changes: each message makes the next one.</summary>
/// <param name="MostBytes">How much a newcomer is given at most, as it is sent.</param>
internal sealed record ChatTail(int MostBytes, ImmutableArray<ChatTail.Entry> Entries)
{
    /// <summary>How many messages a newcomer is given.</summary>
    public const int MostMessages = 200;

    /// <param name="Bytes">How many it has as it is sent.</param>
    public sealed record Entry(ChatMessage Message, int Bytes);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ChatMessage> ToMessages() => [.. Entries.Select(entry => entry.Message)];

    /// <summary>The ids of its messages.</summary>
    public IReadOnlySet<string> Ids => Entries.Select(entry => entry.Message.Id).ToHashSet();

    /// <summary>Whether it goes back to the time of a message.</summary>
    public bool Reaches(ChatMessage message) => Entries is [var oldest, ..] && oldest.Message.SentAt <= message.SentAt;

    /// <summary>Whether all of it was said before a message.</summary>
    public bool Precedes(ChatMessage message) => Entries is [] || Entries[^1].Message.SentAt <= message.SentAt;

    public ChatTail With(ChatMessage message)
    {
        var added = Entries.Add(new Entry(message, SentSize.Of(message)));
        var bytes = added.Sum(entry => entry.Bytes);
        var dropped = 0;
        while (added.Length - dropped > MostMessages || bytes > MostBytes)
            bytes -= added[dropped++].Bytes;
        return this with { Entries = added.RemoveRange(0, dropped) };
    }

    public ChatTail Without(string messageId) => this with { Entries = Entries.RemoveAll(entry => entry.Message.Id == messageId) };
}
