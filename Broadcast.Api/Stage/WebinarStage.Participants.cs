using Broadcast.Api.Chat;
using Broadcast.Api.Links;
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

    /// <returns>Null if the stage has retired and another must be opened.</returns>
    public async Task<Joined?> TryJoinAsync(Participant participant)
    {
        var capabilities = webinar.State == WebinarState.Ended ? null : await EnsureRouterAsync();
        lock (gate)
        {
            if (retired)
                return null;
            participants.Add(participant.Id, participant);
        }
        if (participant.Role == StageRole.Viewer)
            viewers.Add(1);
        return new Joined(
            participant.Id, participant.Role, JoinedWebinar.Of(webinar), capabilities, Producers(), ViewerCount, chat.Recent,
            participant.Role == StageRole.Presenter ? Recording : null);
    }

    /// <summary>The connection is lost. Media goes on until the grace is over, for someone who comes back does so as a new participant.</summary>
    public void Leave(Participant participant)
    {
        lock (gate)
        {
            if (!participants.ContainsKey(participant.Id) || participant.Grace is not null)
                return;
            participant.Grace = services.Time.CreateTimer(
                _ => _ = RemoveLoggedAsync(participant), null, StageLimits.Grace, Timeout.InfiniteTimeSpan);
        }
        if (participant.Role == StageRole.Viewer)
            viewers.Add(-1);
    }

    /// <summary>Takes a participant off the stage at once, with everything they hold on the media node.</summary>
    public async Task RemoveAsync(Participant participant)
    {
        bool counted;
        IReadOnlyList<TransportId> transports;
        IReadOnlyList<ProducerId> removed;
        lock (gate)
        {
            if (!participants.Remove(participant.Id))
                return;
            counted = participant.Role == StageRole.Viewer && participant.Grace is null;
            participant.Grace?.Dispose();
            transports = [.. participant.Transports];
            removed = ForgetProducers(participant.Producers);
            participant.ForgetMedia();
        }
        if (counted)
            viewers.Add(-1);
        await AnnounceRemovedAsync(removed);
        foreach (var transport in transports)
            await services.Node.AskAsync<Accepted>(new CloseTransport(transport));
        await CloseIfEmptyAsync();
    }

    public async Task<ChatMessage> SendChatAsync(Participant sender, string text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new StageException(StageErrorCode.InvalidRequest, "The message is empty.");
        var now = services.Time.GetUtcNow();
        if (!sender.ChatAllowance.TryTake(now))
            throw new StageException(StageErrorCode.RateLimited, "Too many messages. Wait a few seconds.");
        var message = await chat.AddAsync(
            new ChatEntry
            {
                WebinarId = WebinarId,
                ParticipantId = sender.Id,
                DisplayName = sender.DisplayName,
                Role = sender.Role,
                Text = text,
                SentAt = now,
            }, cancellationToken);
        await Everyone.ChatReceived(message);
        return message;
    }

    async Task RemoveLoggedAsync(Participant participant)
    {
        try
        {
            await RemoveAsync(participant);
        }
        catch (StageException failure)
        {
            LogNotRemoved(services.Logger, participant.Id, failure);
        }
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
            if (retired || participants.Count > 0 || webinar.State == WebinarState.Live)
                return false;
            retired = true;
        }
        retire(this);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "What participant {ParticipantId} held on the media node could not be closed")]
    static partial void LogNotRemoved(ILogger logger, string participantId, Exception failure);
}
