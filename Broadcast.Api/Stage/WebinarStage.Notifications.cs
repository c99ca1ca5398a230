using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>What the media node reports: transports that died, producers that went with them, and its own loss.</summary>
public sealed partial class WebinarStage
{
    public Task OnNotificationAsync(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => OnTransportClosedAsync(closed),
        ProducerClosed closed => RemoveProducerAsync(closed.Producer),
        AudioLevels levels when router is { } carried && levels.Router == carried.Router => OnAudioLevelsAsync(levels),
        WorkerDied died when router is { } open && died.Routers.Contains(open.Router) => ResetAsync(died.Reason),
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
            await services.Hub.Clients.Client(connection).TransportClosed(new TransportLoss(closed.Transport.Value, closed.Reason));
    }

    /// <summary>The router is gone with its worker. Participants stay, and build up again when they join again.</summary>
    Task ResetAsync(string reason) => ExclusivelyAsync(async () =>
    {
        router = null;
        ForgetMedia();
        recording?.Detach();
        await Everyone.StageReset(new StageResetNotice(reason));
        return true;
    });

    void ForgetMedia()
    {
        lock (gate)
        {
            producers.Clear();
            foreach (var participant in participants.Values)
                participant.ForgetMedia();
        }
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
            }
        }
        return known;
    }

    async Task AnnounceRemovedAsync(IReadOnlyList<ProducerId> removed)
    {
        if (removed.Count > 0)
            await FollowAsync();
        foreach (var id in removed)
            await Everyone.ProducerRemoved(new ProducerRemoval(id.Value));
    }
}
