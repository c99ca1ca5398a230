namespace Broadcast.Sfu.Allocation;

/// <summary>A spatial layer with the temporal layers up to one, both from 0, the smallest.</summary>
internal readonly record struct Layer(int Spatial, int Temporal)
{
    /// <summary>Nothing is sent.</summary>
    public static readonly Layer Paused = new(-1, -1);

    /// <summary>Whatever there is.</summary>
    public static readonly Layer Highest = new(LayerRates.MaxSpatial - 1, LayerRates.MaxTemporal - 1);
}
