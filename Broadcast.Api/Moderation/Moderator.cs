using Broadcast.Api.Audit;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Moderation;

/// <summary>Removes people and messages on behalf of an organizer or a presenter, and writes down who did.</summary>
public sealed class Moderator(Stages stages, LinkBook links, LinkConnections connections, AuditLog audit)
{
    /// <summary>Removes somebody and keeps them out; a personal link that they came by is revoked.</summary>
    /// <exception cref="StageException">There is no such person.</exception>
    public async Task RemovePersonAsync(string webinarId, string participantId, AuditActor by, CancellationToken cancellationToken)
    {
        var removal = await stages.OnStageAsync(webinarId, stage => RemoveAsync(stage, participantId, NameOf(by)), cancellationToken);
        if (removal.LinkId is { } linkId)
            await links.RevokeIfPersonalAsync(webinarId, linkId);
        await audit.RecordAsync(AuditAction.PersonRemoved, webinarId, removal.DisplayName, by);
    }

    /// <summary>Lets somebody in again who was removed.</summary>
    /// <returns>False if nobody is kept out by that id.</returns>
    public async Task<bool> LetInAsync(string webinarId, string removalId, AuditActor by, CancellationToken cancellationToken)
    {
        if (await stages.OnStageAsync(webinarId, stage => stage.LetInAsync(removalId), cancellationToken) is not { } removal)
            return false;
        await audit.RecordAsync(AuditAction.PersonLetIn, webinarId, removal.DisplayName, by);
        return true;
    }

    /// <summary>Takes a message out of the chat.</summary>
    /// <exception cref="StageException">There is no such message.</exception>
    public async Task RemoveMessageAsync(string webinarId, string messageId, AuditActor by, CancellationToken cancellationToken)
    {
        var entry = await stages.OnStageAsync(webinarId, stage => stage.RemoveChatAsync(messageId, NameOf(by)), cancellationToken);
        await audit.RecordAsync(AuditAction.MessageRemoved, webinarId, $"{entry.DisplayName}: {entry.Text}", by);
    }

    async Task<Removal> RemoveAsync(WebinarStage stage, string participantId, string by)
    {
        var (removal, present) = await stage.KeepOutAsync(participantId, by);
        foreach (var each in present)
        {
            if (each.ConnectionId is { } connection)
                await connections.EndAsync(connection, Dismissal.Removed);
            // Who had lost the connection, or is inside this process.
            await stage.RemoveAsync(each);
        }
        return removal;
    }

    static string NameOf(AuditActor actor) => actor.Name ?? "server";
}
