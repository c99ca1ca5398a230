namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>The highest layers that a consumer is to get. Layers are numbered from 0, the smallest and the slowest.</summary>
internal readonly record struct LayerLimit(int Spatial, int Temporal)
{
    public static readonly LayerLimit None = new(int.MaxValue, int.MaxValue);

    /// <summary>What is within both.</summary>
    public LayerLimit And(LayerLimit other) => new(Math.Min(Spatial, other.Spatial), Math.Min(Temporal, other.Temporal));
}
