namespace Broadcast.Sfu.Rtcp;

/// <summary>What the far end of a pipe wants of one producer.</summary>
/// <param name="Ssrc">Of the producer's first stream, on the pipe.</param>
/// <param name="SpatialLayer">The highest that is wanted, from 0, the smallest; <see cref="Nothing"/> for none.</param>
public readonly record struct LayerWish(uint Ssrc, int SpatialLayer)
{
    public const int Nothing = -1;
}
