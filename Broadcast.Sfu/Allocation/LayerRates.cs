using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Allocation;

/// <summary>
/// What each layer of a stream takes on average, in bit/s, those that it needs included. A layer that is not sent takes 0 and is not chosen.
/// </summary>
[InlineArray(MaxSpatial * MaxTemporal)]
internal struct LayerRates
{
    public const int MaxSpatial = 3;
    public const int MaxTemporal = 3;

    private int first;

    public int this[int spatial, int temporal]
    {
        readonly get => this[spatial * MaxTemporal + temporal];
        set => this[spatial * MaxTemporal + temporal] = value;
    }

    public readonly int this[Layer layer] => layer == Layer.Paused ? 0 : this[layer.Spatial, layer.Temporal];

    public readonly bool IsAnythingSent
    {
        get
        {
            foreach (var bps in this)
                if (bps != 0)
                    return true;
            return false;
        }
    }

    /// <summary>
    /// The next better layer. Half the pictures of a larger layer come between all of a smaller one and all of the larger; fewer than
    /// half are only sent of the smallest.
    /// </summary>
    /// <param name="layer">To begin with, <see cref="Layer.Paused"/>.</param>
    /// <param name="most">What is allowed.</param>
    /// <returns>False at the best.</returns>
    public readonly bool TryRaise(ref Layer layer, Layer most)
    {
        var (spatial, temporal) = (Math.Max(0, layer.Spatial), layer.Temporal + 1);
        for (; spatial <= Math.Min(most.Spatial, MaxSpatial - 1); spatial++, temporal = 0)
            for (; temporal <= Math.Min(most.Temporal, MaxTemporal - 1); temporal++)
                if (this[spatial, temporal] > this[layer] && (layer == Layer.Paused || spatial == layer.Spatial || IsSmooth(spatial, temporal, most)))
                {
                    layer = new Layer(spatial, temporal);
                    return true;
                }
        return false;
    }

    /// <summary>Whether at least half of the pictures are in it.</summary>
    private readonly bool IsSmooth(int spatial, int temporal, Layer most)
    {
        var better = 0;
        for (var above = temporal + 1; above <= Math.Min(most.Temporal, MaxTemporal - 1); above++)
            better += this[spatial, above] > this[spatial, temporal] ? 1 : 0;
        return better <= 1;
    }
}
