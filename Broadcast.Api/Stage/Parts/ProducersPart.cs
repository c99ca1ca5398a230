using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The media that presenters put on the stage.</summary>
/// <param name="layers">Forgets what goes.</param>
/// <param name="follow">Completes when stand-ins and the recording have followed what is on the stage.</param>
/// <param name="carry">Completes when what is on the stage can be watched on every node where the webinar is.</param>
internal sealed partial class ProducersPart(StageBoard board, StageNode node, LayersPart layers, Func<Task> follow, Func<Task> carry, StageServices services) : IStagePart
{
    private readonly Dictionary<ProducerId, Held> producers = [];

    /// <summary>All that the media node carries, in the order in which it came.</summary>
    public IReadOnlyList<StageProducer> OnStage => [.. producers.Values.Where(each => each.IsCarried).Select(each => each.Shown)];

    public IReadOnlyList<StoredProducer> ToStored() =>
        [.. producers.Values.Where(each => each.IsCarried).Select(each => new StoredProducer(each.Shown, each.Transport))];

    /// <summary>Puts on the stage again what the media node still carries.</summary>
    public void Restore(IReadOnlyList<StoredProducer> stored, RouterDump found)
    {
        foreach (var (shown, transport) in stored)
        {
            var id = new ProducerId(shown.ProducerId);
            if (found.Producers.FirstOrDefault(each => each.Producer == id) is not { } carried)
                continue;
            var standIn = found.Producers.Any(each => each.Producer.Value == shown.StandIn) ? shown.StandIn : null;
            var held = new Held(shown.ParticipantId, transport, shown with { Paused = carried.Paused, StandIn = standIn }) { IsCarried = true };
            producers.Add(id, held);
            board.Fill(new ProducerShown(held.Shown));
        }
    }

    /// <summary>Has the media node carry a producer. Nobody sees it before <see cref="ShowAsync"/>.</summary>
    /// <exception cref="StageException">The node refuses it, or they have too many.</exception>
    public async Task<ProducerId> CarryAsync(Presenter presenter, ProduceRequest request)
    {
        if (producers.Values.Count(each => each.Owner == presenter.Id) == StageLimits.Producers)
            throw new StageException(StageErrorCode.Conflict, $"A participant has at most {StageLimits.Producers} producers.");
        var id = new ProducerId(HeldId.Create(presenter.Id));
        var transport = new TransportId(request.TransportId);
        // Counted before the node makes it.
        var offersStandIn = request is { Kind: MediaKind.Video, OffersStandIn: true };
        producers.Add(id, new Held(presenter.Id, transport, new StageProducer(
            id.Value, presenter.Id, presenter.DisplayName, request.Kind, request.Source, request.Paused, offersStandIn, StandIn: null)));
        try
        {
            await node.AskAsync<ProducerCreated>(new Produce(transport, id, request.Kind, request.RtpParameters, request.Paused));
        }
        catch
        {
            producers.Remove(id);
            throw;
        }
        // Meanwhile its transport may have died, or its owner may have left.
        if (!producers.TryGetValue(id, out var held))
            throw new StageException(StageErrorCode.Conflict, "The transport was closed meanwhile.");
        held.IsCarried = true;
        return id;
    }

    public async Task ShowAsync(ProducerId id)
    {
        await carry();
        if (producers.TryGetValue(id, out var held))
            await board.PublishAsync(new ProducerShown(held.Shown));
    }

    /// <returns>Null if it is gone.</returns>
    public StageProducer? Find(ProducerId id) => producers.GetValueOrDefault(id) is { IsCarried: true } held ? held.Shown : null;

    /// <exception cref="StageException">It is not theirs.</exception>
    public StageProducer Require(ParticipantId owner, ProducerId id) =>
        Find(id) is { } shown && shown.ParticipantId == owner ? shown : throw NotTheirs();

    /// <summary>Says which producer stands in for this one from now on; null for none.</summary>
    public Task ShowStandInAsync(ProducerId id, ProducerId? standIn)
    {
        if (!producers.TryGetValue(id, out var held))
            return Task.CompletedTask;
        held.Shown = held.Shown with { StandIn = standIn?.Value };
        return ShowAsync(id);
    }

    /// <returns>False if it is gone.</returns>
    /// <exception cref="StageException">It is not theirs, or the node refuses.</exception>
    public async Task<bool> SetPausedAsync(ParticipantId owner, ProducerId id, bool paused)
    {
        RequireOwned(owner, id);
        await node.AskAsync<Accepted>(paused ? new PauseProducer(id) : new ResumeProducer(id));
        if (!producers.TryGetValue(id, out var held))
            return false;
        held.Shown = held.Shown with { Paused = paused };
        return true;
    }

    /// <exception cref="StageException">It is not theirs, or the node refuses.</exception>
    public async Task CloseAsync(ParticipantId owner, ProducerId id)
    {
        RequireOwned(owner, id);
        await node.AskAsync<Accepted>(new CloseProducer(id));
        await RemoveAsync([id]);
    }

    /// <summary>Closes what somebody had on the stage.</summary>
    public Task CloseAllAsync(ParticipantId owner) =>
        DropAsync([.. producers.Where(each => each.Value.Owner == owner).Select(each => each.Key)]);

    /// <summary>Takes producers off the stage, whether the media node closes them or not.</summary>
    public async Task DropAsync(ProducerId[] gone)
    {
        await RemoveAsync(gone);
        foreach (var id in gone)
        {
            try
            {
                await node.AskAsync<Accepted>(new CloseProducer(id));
            }
            catch (StageException failure)
            {
                LogNotClosed(services.Logger, id, failure);
            }
        }
    }

    public Task OnNotificationAsync(WorkerNotification notification) => notification switch
    {
        TransportClosed closed => OnTransportClosedAsync(closed),
        // Not the copy of it on an edge.
        ProducerClosed closed when closed.Router == board.Snapshot.Router?.Router => RemoveAsync([closed.Producer]),
        _ => Task.CompletedTask,
    };

    public void OnMediaLost(string? reason) => producers.Clear();

    private async Task OnTransportClosedAsync(TransportClosed closed)
    {
        await RemoveAsync([.. producers.Where(each => each.Value.Transport == closed.Transport).Select(each => each.Key)]);
        await board.PublishAsync(new TransportLost(closed.Transport, closed.Reason));
    }

    private async Task RemoveAsync(ProducerId[] gone)
    {
        ProducerId[] known = [.. gone.Where(id => producers.Remove(id))];
        if (known.Length == 0)
            return;
        layers.Forget(known);
        await follow();
        await board.PublishAsync(new ProducersGone([.. known]));
        await carry();
    }

    private void RequireOwned(ParticipantId owner, ProducerId id)
    {
        if (!producers.TryGetValue(id, out var held) || held.Owner != owner)
            throw NotTheirs();
    }

    private static StageException NotTheirs() => new(StageErrorCode.NotFound, "You have no such producer.");

    private sealed class Held(ParticipantId owner, TransportId transport, StageProducer shown)
    {
        public ParticipantId Owner { get; } = owner;
        public TransportId Transport { get; } = transport;
        public StageProducer Shown { get; set; } = shown;

        /// <summary>The media node has it.</summary>
        public bool IsCarried { get; set; }
    }

    [LoggerMessage(LogLevel.Warning, "Producer {Producer} could not be closed on the media node")]
    private static partial void LogNotClosed(ILogger logger, ProducerId producer, Exception failure);
}
