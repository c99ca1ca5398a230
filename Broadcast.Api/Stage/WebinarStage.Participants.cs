using Broadcast.Api.Chat;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Webinars;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Who is in the webinar: joining, leaving, and the grace in between.</summary>
public sealed partial class WebinarStage
{
    readonly Dictionary<string, Participant> participants = [];
    bool retired;

    /// <summary>What somebody who left the stage still holds on the media node.</summary>
    sealed record Belongings(IReadOnlyList<TransportId> Transports, IReadOnlyList<ProducerId> Producers, bool WasCounted);

    /// <summary>Lets somebody in; who had the seat before, such as the same page before it was reloaded, leaves with all media first.</summary>
    /// <returns>Null if the stage has retired and another must be opened.</returns>
    /// <exception cref="StageException">They were removed and are kept out, or the media node is out of reach.</exception>
    public async Task<Joined?> TryJoinAsync(Participant participant)
    {
        var capabilities = webinar.State == WebinarState.Ended ? null : await EnsureRouterAsync();
        Participant? previous;
        Belongings? left = null;
        lock (gate)
        {
            if (retired)
                return null;
            // Here, so that whoever is removed at this moment is either refused or found on the stage.
            RequireNotRemoved(participant);
            if (participants.TryGetValue(participant.Id, out previous))
                left = Unseat(previous);
            else
                RequireRoom(participant);
            participants.Add(participant.Id, participant);
            FollowPresenters(participant);
        }
        if (participant.Role == StageRole.Viewer && left is not { WasCounted: true })
            viewers.Add(1);
        if (left is not null)
            await ClearAsync(previous!, left);
        if (previous?.ConnectionId is { } connection && connection != participant.ConnectionId)
            await DismissAsync(connection);
        return new Joined(
            participant.Id, participant.Role, JoinedWebinar.Of(webinar), capabilities, Producers(), ViewerCount, chat.Recent,
            participant.Role == StageRole.Presenter ? Recording : null, participant.Role == StageRole.Presenter ? unshown.Value : 0);
    }

    /// <summary>Viewers cannot take the last places, so that presenters always get in.</summary>
    void RequireRoom(Participant participant)
    {
        var limits = services.Limits.Value;
        var places = limits.ParticipantsPerWebinar - (participant.Role == StageRole.Viewer ? limits.ReservedForPresenters : 0);
        if (participants.Count >= places)
            throw new StageException(StageErrorCode.WebinarFull, "The webinar is full. Try again in a minute.");
    }

    /// <exception cref="StageException">The participant was removed, or the seat was taken from another connection.</exception>
    public void RequireSeated(Participant participant)
    {
        lock (gate)
        {
            if (!IsSeated(participant))
                throw new StageException(StageErrorCode.NotJoined, "You are not in the webinar any more; join again.");
        }
    }

    /// <summary>The connection is lost. Media goes on until the grace is over or the seat is taken again.</summary>
    public void Leave(Participant participant)
    {
        lock (gate)
        {
            if (!IsSeated(participant) || participant.Grace is not null)
                return;
            participant.Grace = services.Time.CreateTimer(
                _ => _ = RemoveAsync(participant), null, StageLimits.Grace, Timeout.InfiniteTimeSpan);
            FollowPresenters(participant);
        }
        if (participant.Role == StageRole.Viewer)
            viewers.Add(-1);
    }

    /// <summary>Takes a participant off the stage at once, with everything they hold on the media node.</summary>
    public async Task RemoveAsync(Participant participant)
    {
        Belongings left;
        lock (gate)
        {
            if (!IsSeated(participant))
                return;
            left = Unseat(participant);
        }
        if (left.WasCounted)
            viewers.Add(-1);
        await ClearAsync(participant, left);
        await CloseIfEmptyAsync();
    }

    bool IsSeated(Participant participant) => participants.GetValueOrDefault(participant.Id) == participant;

    /// <summary>Takes a participant off the stage. The caller holds the gate.</summary>
    Belongings Unseat(Participant participant)
    {
        participants.Remove(participant.Id);
        participant.Grace?.Dispose();
        if (participant.LacksPicture)
            unshownChange--;
        var left = new Belongings(
            [.. participant.Transports], ForgetProducers(participant.Producers),
            WasCounted: participant.Role == StageRole.Viewer && participant.Grace is null);
        participant.ForgetMedia();
        FollowPresenters(participant);
        return left;
    }

    /// <summary>Closes on the media node what somebody left there.</summary>
    async Task ClearAsync(Participant owner, Belongings left)
    {
        await AnnounceRemovedAsync(left.Producers);
        foreach (var transport in left.Transports)
        {
            try
            {
                await services.Node.AskAsync<Accepted>(new CloseTransport(transport));
            }
            catch (StageException failure)
            {
                LogNotClosed(services.Logger, owner.Id, failure);
            }
        }
    }

    /// <summary>A connection whose seat was taken from another one hears nothing of the webinar any more.</summary>
    async Task DismissAsync(string connection)
    {
        everyone.Tell([connection], each => each.Dismissed(Dismissal.SeatTaken));
        await services.Hub.Groups.RemoveFromGroupAsync(connection, WebinarId);
    }

    public async Task<ChatMessage> SendChatAsync(Participant sender, string text, CancellationToken cancellationToken)
    {
        var message = await chat.AddAsync(
            new ChatEntry
            {
                WebinarId = WebinarId,
                ParticipantId = sender.Id,
                VisitorId = sender.Visitor?.Id,
                DisplayName = sender.DisplayName,
                Role = sender.Role,
                Text = text,
                SentAt = services.Time.GetUtcNow(),
            }, cancellationToken);
        everyone.Tell(each => each.ChatReceived(message));
        return message;
    }

    /// <summary>An empty stage needs no router, unless it is live: then its recording goes on until the webinar is ended.</summary>
    public async Task CloseIfEmptyAsync()
    {
        if (webinar.State == WebinarState.Live)
            return;
        await ExclusivelyAsync(async () =>
        {
            if (RetireIfDone())
                await CloseRouterAsync();
            return true;
        });
    }

    bool RetireIfDone()
    {
        lock (gate)
        {
            if (retired || participants.Count > 0 || webinar.State == WebinarState.Live || recording is not null)
                return false;
            retired = true;
        }
        retire(this);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "What participant {ParticipantId} held on the media node could not be closed")]
    static partial void LogNotClosed(ILogger logger, string participantId, Exception failure);
}
