using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Which layers the receiver is to get: what it prefers, and what is there for it.</summary>
internal sealed partial class RtpConsumer
{
    private const byte DefaultPriority = 1;
    private static readonly Layer Smallest = Layer.Highest with { Spatial = 0 };
    private const byte NothingTold = byte.MaxValue;

    private LayerLimit preferred = LayerLimit.None;
    private LayerLimit allotted = LayerLimit.None;
    private bool isStarved;
    private int wanted = WantedLayers.Nothing;

    /// <summary>Index of the decode target that was told of.</summary>
    private byte told = NothingTold;

    /// <summary>The last that was told is that nothing fits.</summary>
    private bool isToldStarved;

    /// <summary>The highest layers that are wanted and allotted.</summary>
    public LayerLimit Limit => preferred.And(allotted);

    /// <summary>The highest layers that the receiver wants.</summary>
    public LayerLimit Preferred => preferred;

    /// <summary>1 to 255: who has more is served first where there is not enough for all.</summary>
    public byte Priority { get; set; } = DefaultPriority;

    /// <summary>Whether it gets nothing because not even the lowest layer fits.</summary>
    public bool IsStarved => isStarved;

    /// <summary>The spatial layer that flows; null for none.</summary>
    public int? SpatialLayer => flowing is null || isBeginning ? null
        : Producer.IsLayeredInStream ? Math.Min(selector.Current.Spatial, flowing.Layers.TopSpatial)
        : flowing.Index;

    /// <summary>The temporal layer that flows; null for none.</summary>
    public int? TemporalLayer => flowing is null || isBeginning ? null : Math.Min(selector.Current.Temporal, Math.Max(flowing.Layers.TopTemporal, Producer.Rtp.Scalability.TemporalLayers - 1));

    public override void SetPreferredLayers(Instant now, LayerLimit limit, SendBatch output)
    {
        if (preferred == limit)
            return;
        preferred = limit;
        UpdateFlow(now, output);
    }

    /// <summary>What its transport has room for. Layers above what there is stand for the highest.</summary>
    public void SetTarget(Instant now, LayerLimit limit, SendBatch output)
    {
        if (allotted == limit && !isStarved)
            return;
        (allotted, isStarved) = (limit, false);
        UpdateFlow(now, output);
    }

    /// <summary>What its transport chose; less is sent for a moment while a queue goes away.</summary>
    public Layer Chosen { get; private set; } = Layer.Highest;

    /// <summary>It is not known yet what the receiver's network carries.</summary>
    public void BeginSmall() => (Chosen, allotted) = (Smallest, new LayerLimit(Smallest.Spatial, Smallest.Temporal));

    /// <param name="layer">As its transport chose.</param>
    /// <param name="isDraining">Only the lowest temporal layer for now.</param>
    public void SetChosen(Instant now, Layer layer, bool isDraining, SendBatch output)
    {
        Chosen = layer;
        if (layer == Layer.Paused)
            Starve(now, output);
        else
            SetTarget(now, new LayerLimit(layer.Spatial, isDraining ? 0 : layer.Temporal), output);
    }

    /// <summary>Its transport has no room for it: it pauses, and says so.</summary>
    public void Starve(Instant now, SendBatch output)
    {
        if (isStarved)
            return;
        isStarved = true;
        UpdateFlow(now, output);
        TellLayers();
    }

    /// <summary>Of the stream that flows, or of its layers where it has several.</summary>
    private DecodeTarget Target => DecodeTarget.Of(Producer.IsLayeredInStream ? Limit.Spatial : DecodeTarget.MaxLayer, Limit.Temporal);

    /// <summary>While a smaller stream is waited for because there is no room, the larger one is thinned out.</summary>
    private void UpdateTarget(Instant now, SendBatch output)
    {
        var isComingDown = flowing is { IsLive: true } && allotted.Spatial < flowing.Index && Producer.Choose(Limit.Spatial) is { } next && next.Index < flowing.Index;
        selector.Target = isComingDown ? DecodeTarget.Of(DecodeTarget.MaxLayer, 0) : Target;
        if (flowing is not null && !isBeginning && selector.NeedsKeyFrame)
            flowing.RequestKeyFrame(now, Receiver.WishKeyFrame(now), output);
    }

    /// <summary>Keeps the producer's count of who wants what.</summary>
    private void UpdateWanted(Instant now)
    {
        var before = wanted;
        // Whatever fits now: what is not sent cannot be gone up to.
        wanted = IsPaused ? WantedLayers.Nothing : Math.Min(preferred.Spatial, Producer.SpatialLayers - 1);
        Producer.Wanted.Change(now, before, wanted);
    }

    private void TellLayers()
    {
        told = flowing is null ? NothingTold : selector.Current.Index;
        if (!TellsLayers)
            return;
        var layer = SpatialLayer;
        Context.Notify(new ConsumerLayersChanged(Router, Id, layer, TemporalLayer, FitsAgain: isToldStarved && layer is not null));
        isToldStarved = layer is null;
    }
}
