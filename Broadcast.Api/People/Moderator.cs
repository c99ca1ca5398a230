using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Links;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.People;

/// <summary>Removes people, messages and questions on behalf of an organizer or a presenter, and writes down who did.</summary>
internal sealed class Moderator(Stages stages, LinkBook links, AuditLog audit)
{
    /// <summary>Removes somebody and keeps them out; a personal link that they came by is revoked.</summary>
    /// <param name="participantId">As it came from outside.</param>
    /// <exception cref="StageException">There is no such person.</exception>
    public async Task RemovePersonAsync(WebinarId webinarId, ParticipantId participantId, AuditActor by)
    {
        if (!IId.IsValid(participantId.Value))
            throw new StageException(StageErrorCode.NotFound, "There is no such person.");
        var removal = await stages.Of(webinarId).KeepOutAsync(participantId, NameOf(by));
        if (removal.LinkId is { } linkId)
            await links.RevokeIfPersonalAsync(webinarId, linkId);
        await audit.RecordAsync(AuditAction.PersonRemoved, webinarId.Value, removal.DisplayName, by);
    }

    /// <summary>Lets somebody in again who was removed.</summary>
    /// <returns>False if nobody is kept out by that id.</returns>
    public async Task<bool> LetInAsync(WebinarId webinarId, string removalId, AuditActor by)
    {
        if (await stages.Of(webinarId).LetInAsync(removalId) is not { } removal)
            return false;
        await audit.RecordAsync(AuditAction.PersonLetIn, webinarId.Value, removal.DisplayName, by);
        return true;
    }

    /// <summary>Takes a message out of the chat.</summary>
    /// <exception cref="StageException">There is no such message.</exception>
    public async Task RemoveMessageAsync(WebinarId webinarId, string messageId, AuditActor by)
    {
        var entry = await stages.Of(webinarId).RemoveChatAsync(messageId, NameOf(by));
        await audit.RecordAsync(AuditAction.MessageRemoved, webinarId.Value, $"{entry.DisplayName}: {entry.Text}", by);
    }

    /// <summary>Takes a question out. Who asked anonymously is not written down here either.</summary>
    /// <exception cref="StageException">There is no such question.</exception>
    public async Task DismissQuestionAsync(WebinarId webinarId, string questionId, AuditActor by)
    {
        var question = await stages.Of(webinarId).DismissQuestionAsync(questionId, NameOf(by));
        await audit.RecordAsync(
            AuditAction.QuestionDismissed, webinarId.Value, $"{(question.IsAnonymous ? "Anonymous" : question.DisplayName)}: {question.Text}", by);
    }

    private static string NameOf(AuditActor actor) => actor.Name ?? "server";
}
