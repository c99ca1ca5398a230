using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>What the media node reports: transports that died, producers that went with them, and its own loss.</summary>
public sealed partial class WebinarStage
{
    /// <summary>More than this webinar's participants can have transports and producers.</summary>
    const int MostWaiting = 100_000;

    AudioLevels? latestLevels;

    /// <summary>Takes what the node reports of this stage's router, to be handled in order; the caller does not wait for it.</summary>
    public void Post(WorkerNotification notification)
    {
        // Of levels only the latest matter: they take the place of those that still wait.
        if (notification is AudioLevels levels && Interlocked.Exchange(ref latestLevels, levels) is not null)
            return;
        Post(() => HandleAsync(notification));
    }

    void Post(Func<Task> work)
    {
        if (!inbox.TryPost(work))
            LogNotHandled(services.Logger, WebinarId, null);
    }

    Task HandleAsync(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => OnTransportClosedAsync(closed),
        ProducerClosed closed => RemoveProducerAsync(closed.Producer),
        SinkReported reported => OnSinkReportedAsync(reported),
        AudioLevels => OnAudioLevelsAsync(Interlocked.Exchange(ref latestLevels, null)!),
        RouterLost lost when router?.Router == lost.Router => ResetAsync(lost.Router, lost.Reason),
        _ => Task.CompletedTask,
    };

    async Task OnTransportClosedAsync(TransportClosed closed)
    {
        Participant? owner = null;
        IReadOnlyList<ProducerId> removed = [];
        lock (gate)
        {
            foreach (var participant in participants.Values)
            {
                if (!participant.TryForget(closed.Transport, out var carried))
                    continue;
                owner = participant;
                removed = ForgetProducers(carried);
                break;
            }
        }
        await AnnounceRemovedAsync(removed);
        if (owner?.ConnectionId is { } connection)
            everyone.Tell([connection], each => each.TransportClosed(new TransportLoss(closed.Transport.Value, closed.Reason)));
    }

    /// <summary>The router is gone with its worker. Participants stay, and build up again when they join again.</summary>
    Task ResetAsync(RouterId lost, string reason) => ExclusivelyAsync(() =>
    {
        router = null;
        services.Routers.Remove(lost);
        ForgetMedia();
        recording?.Detach();
        everyone.Tell(each => each.StageReset(new StageResetNotice(reason)));
        return Task.FromResult(true);
    });

    void ForgetMedia()
    {
        lock (gate)
        {
            producers.Clear();
            foreach (var participant in participants.Values)
            {
                if (participant.LacksPicture)
                    unshownChange--;
                participant.ForgetMedia();
            }
        }
        FollowUnshown();
    }

    Task RemoveProducerAsync(ProducerId producer)
    {
        IReadOnlyList<ProducerId> removed;
        lock (gate)
            removed = ForgetProducers([producer]);
        return AnnounceRemovedAsync(removed);
    }

    /// <summary>Forgets producers with all that consume them. The caller holds the gate.</summary>
    /// <returns>Those that were on this stage.</returns>
    ProducerId[] ForgetProducers(IReadOnlyCollection<ProducerId> gone)
    {
        ProducerId[] known = [.. gone.Where(id => producers.Remove(id))];
        foreach (var id in known)
        {
            foreach (var participant in participants.Values)
            {
                participant.Forget(id);
                participant.ForgetConsumersOf(id);
                if (participant.ForgetUnshown(id))
                    unshownChange--;
            }
        }
        return known;
    }

    async Task AnnounceRemovedAsync(IReadOnlyList<ProducerId> removed)
    {
        FollowUnshown();
        if (removed.Count > 0)
            await FollowAsync();
        foreach (var id in removed)
            everyone.Tell(each => each.ProducerRemoved(new ProducerRemoval(id.Value)));
    }

    [LoggerMessage(LogLevel.Error, "Something that happened in webinar {WebinarId} could not be handled")]
    static partial void LogNotHandled(ILogger logger, string webinarId, Exception? failure);
}
