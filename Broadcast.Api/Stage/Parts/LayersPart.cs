using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// What the media node says of layers, as far as somebody has to know: viewers, whether a picture fits at all; presenters, which layers
/// are wanted.
/// </summary>
internal sealed class LayersPart(StageBoard board) : IStagePart
{
    private readonly Dictionary<ProducerId, int?> wanted = [];

    public Task OnNotificationAsync(WorkerNotification notification) => notification switch
    {
        ConsumerLayersChanged changed => OnChangedAsync(changed),
        ProducerWantedLayers changed => OnWantedAsync(changed),
        _ => Task.CompletedTask,
    };

    /// <summary>A presenter was away for a moment, and may not have heard what was said.</summary>
    public async Task TellAgainAsync(ParticipantId presenter)
    {
        foreach (var (producer, layer) in wanted.ToList())
        {
            if (HeldId.HolderOf(producer.Value) == presenter)
                await board.PublishAsync(new LayersWanted(producer, layer));
        }
    }

    /// <summary>Producers are gone, and with them what is wanted of them.</summary>
    public void Forget(IEnumerable<ProducerId> gone)
    {
        foreach (var producer in gone)
            wanted.Remove(producer);
    }

    public void OnMediaLost(string? reason) => wanted.Clear();

    /// <summary>From one layer to another a picture goes by itself.</summary>
    private Task OnChangedAsync(ConsumerLayersChanged changed)
    {
        var isHeldBack = changed.SpatialLayer is null;
        return isHeldBack || changed.FitsAgain ? board.PublishAsync(new ConsumerHeldBack(changed.Consumer, isHeldBack)) : Task.CompletedTask;
    }

    private Task OnWantedAsync(ProducerWantedLayers changed)
    {
        wanted[changed.Producer] = changed.SpatialLayer;
        return board.PublishAsync(new LayersWanted(changed.Producer, changed.SpatialLayer));
    }
}
