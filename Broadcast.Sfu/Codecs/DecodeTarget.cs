namespace Broadcast.Sfu.Codecs;

/// <summary>
/// How much of one stream a receiver decodes: everything up to a spatial and a temporal layer (AV1 RTP specification, appendix A.3).
/// Four layers of each kind are told apart, which is more than any browser sends.
/// </summary>
public readonly record struct DecodeTarget(byte Index)
{
    public const int MaxLayer = 3;

    /// <summary>Everything that there is.</summary>
    public static readonly DecodeTarget Top = Of(MaxLayer, MaxLayer);

    public int Spatial => Index >> 2;
    public int Temporal => Index & MaxLayer;

    /// <summary>Layers beyond the fourth count as the fourth.</summary>
    public static DecodeTarget Of(int spatial, int temporal) =>
        new((byte)(Math.Clamp(spatial, 0, MaxLayer) << 2 | Math.Clamp(temporal, 0, MaxLayer)));
}
