using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;

namespace Broadcast.Api.Stage;

/// <summary>What presenters and organizers do about guests who misbehave.</summary>
public sealed partial class WebinarStage
{
    /// <summary>How many people are listed at most.</summary>
    const int MostListed = 500;

    public IReadOnlyList<Removal> KeptOut => removed.KeptOut;

    /// <summary>Who is there now, presenters first.</summary>
    public IReadOnlyList<Participant> People()
    {
        lock (gate)
            return [.. participants.Values.OrderByDescending(each => each.Role).ThenBy(each => each.DisplayName, StringComparer.Ordinal).Take(MostListed)];
    }

    /// <summary>Keeps somebody out from now on. Their connection is the caller's to end.</summary>
    /// <param name="participantId">Of somebody who is there, or who has written in the chat and left.</param>
    /// <returns>Those who are there by the same seat or browser.</returns>
    /// <exception cref="StageException">There is no such person.</exception>
    public Task<(Removal Removal, IReadOnlyList<Participant> Present)> KeepOutAsync(string participantId, string by) => ExclusivelyAsync(async () =>
    {
        var removal = Present(participantId) is { } there
            ? RemovalOf(there, by)
            : RemovalOf(await chat.LastOfAsync(participantId) ?? throw new StageException(StageErrorCode.NotFound, "There is no such person."), by);
        await removed.AddAsync(removal);
        return (removal, SameAs(removal));
    });

    /// <summary>Lets somebody in again who was removed.</summary>
    /// <returns>Null if nobody is kept out by that id.</returns>
    public Task<Removal?> LetInAsync(string removalId) => ExclusivelyAsync(() => removed.LiftAsync(removalId, services.Time.GetUtcNow()));

    /// <summary>Takes a message out of the chat. It stays in the database, with who removed it.</summary>
    /// <exception cref="StageException">There is no such message.</exception>
    public async Task<ChatEntry> RemoveChatAsync(string messageId, string by)
    {
        var entry = await chat.RemoveAsync(messageId, by, services.Time.GetUtcNow())
            ?? throw new StageException(StageErrorCode.NotFound, "There is no such message.");
        everyone.Tell(each => each.ChatRemoved(new ChatRemoval(messageId)));
        return entry;
    }

    /// <exception cref="StageException">The person was removed.</exception>
    void RequireNotRemoved(Participant arriving)
    {
        var arrival = new Arrival(arriving.Id, arriving.DisplayName, arriving.LinkId, arriving.Visitor);
        if (removed.IsKeptOut(arrival, services.Time.GetUtcNow(), services.Moderation.Value.NewcomerHold))
            throw new StageException(StageErrorCode.Removed, "You were removed from this webinar.");
    }

    Participant? Present(string participantId)
    {
        lock (gate)
            return participants.GetValueOrDefault(participantId);
    }

    IReadOnlyList<Participant> SameAs(Removal removal)
    {
        lock (gate)
            return [.. participants.Values.Where(each =>
                each.Id == removal.ParticipantId || removal.VisitorId is not null && each.Visitor?.Id == removal.VisitorId)];
    }

    Removal RemovalOf(Participant person, string by) => new()
    {
        Id = NewId.Create(),
        WebinarId = WebinarId,
        ParticipantId = person.Id,
        DisplayName = person.DisplayName,
        VisitorId = person.Visitor?.Id,
        LinkId = person.LinkId,
        Address = person.Visitor?.Address,
        WasAlone = IsAlone(person),
        RemovedAt = services.Time.GetUtcNow(),
        RemovedBy = by,
    };

    Removal RemovalOf(ChatEntry author, string by) => new()
    {
        Id = NewId.Create(),
        WebinarId = WebinarId,
        ParticipantId = author.ParticipantId,
        DisplayName = author.DisplayName,
        VisitorId = author.VisitorId,
        RemovedAt = services.Time.GetUtcNow(),
        RemovedBy = by,
    };

    bool IsAlone(Participant person)
    {
        lock (gate)
            return !participants.Values.Any(each =>
                each != person && each.LinkId == person.LinkId && each.Visitor?.IsFrom(person.Visitor?.Address) == true);
    }
}
