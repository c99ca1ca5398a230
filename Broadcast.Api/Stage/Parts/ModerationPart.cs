using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Api.Questions;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage.Parts;

/// <summary>What presenters and organizers do about guests who misbehave.</summary>
internal sealed class ModerationPart(StageBoard board, RemovedPeople removed, ChatLog chat, QuestionLog questions, StageServices services) : IStagePart
{
    /// <summary>How many people are listed at most.</summary>
    private const int MostListed = 500;

    public async Task LoadAsync() => board.Fill(new KeptOutChanged(await removed.LoadAsync()));

    /// <summary>Who is there now, and who is kept out.</summary>
    public async Task<WebinarPeople> ListAsync()
    {
        var present = (await board.Audiences.AskAsync(audience => audience.PeopleAsync(MostListed))).SelectMany(each => each.People);
        return new WebinarPeople(
            [.. Attendant.InOrder(present).Take(MostListed).Select(each => new PersonView(each.Id, each.DisplayName, each.Role, each.Blame))],
            [.. board.Snapshot.KeptOut.Select(each => new RemovedPersonView(each.Id, each.DisplayName, each.RemovedAt, each.RemovedBy))]);
    }

    /// <summary>Keeps somebody out from now on; audiences end their connections.</summary>
    /// <exception cref="StageException">There is no such person.</exception>
    public async Task<Removal> KeepOutAsync(ParticipantId participant, string by)
    {
        var found = (await board.Audiences.AskAsync(audience => audience.FindAsync(participant))).FirstOrDefault(each => each is not null);
        var removal = found is not null
            ? RemovalOf(found, await IsAloneAsync(found), by)
            : await chat.LastOfAsync(participant) is { } message ? RemovalOf(participant, message.DisplayName, message.VisitorId, by)
            : await questions.LastOfAsync(participant) is { } question ? RemovalOf(participant, question.DisplayName, question.VisitorId, by)
            : throw new StageException(StageErrorCode.NotFound, "There is no such person.");
        await removed.AddAsync(removal);
        await PublishAsync();
        return removal;
    }

    /// <returns>Null if nobody is kept out by that id.</returns>
    public async Task<Removal?> LetInAsync(string removalId)
    {
        var lifted = await removed.LiftAsync(removalId, services.Time.GetUtcNow());
        await PublishAsync();
        return lifted;
    }

    private async Task PublishAsync() => await board.PublishAsync(new KeptOutChanged(await removed.LoadAsync()));

    private async Task<bool> IsAloneAsync(Attendant person) =>
        !(await board.Audiences.AskAsync(audience => audience.HasAnotherLikeAsync(person))).Contains(true);

    private Removal RemovalOf(Attendant person, bool wasAlone, string by) => new()
    {
        Id = NewId.Create(),
        WebinarId = board.Id,
        ParticipantId = person.Id,
        DisplayName = person.DisplayName,
        VisitorId = person.Visitor?.Id,
        LinkId = person.LinkId,
        Address = person.Visitor?.Address,
        WasAlone = wasAlone,
        RemovedAt = services.Time.GetUtcNow(),
        RemovedBy = by,
    };

    private Removal RemovalOf(ParticipantId author, string displayName, string? visitorId, string by) => new()
    {
        Id = NewId.Create(),
        WebinarId = board.Id,
        ParticipantId = author,
        DisplayName = displayName,
        VisitorId = visitorId,
        RemovedAt = services.Time.GetUtcNow(),
        RemovedBy = by,
    };
}
