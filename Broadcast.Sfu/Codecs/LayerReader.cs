namespace Broadcast.Sfu.Codecs;

/// <summary>Tells of each packet of one stream which layers it is of: by its dependency descriptor where it has one, otherwise by its payload.</summary>
public sealed class LayerReader
{
    private DependencyDescriptor? descriptors;
    private int topSpatial;

    /// <summary>The highest spatial layer that is sent, as far as is known.</summary>
    public int TopSpatial => descriptors is { TopSpatial: > 0 and var top } ? top : topSpatial;

    /// <summary>The highest temporal layer seen.</summary>
    public int TopTemporal { get; private set; }

    /// <param name="codec">Of the payload.</param>
    /// <param name="payload">Without padding.</param>
    /// <param name="descriptor">The value of the dependency descriptor extension; empty if the packet has none.</param>
    public PacketLayers Read(Codec codec, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> descriptor)
    {
        var layers = codec switch
        {
            Codec.Vp8 when Vp8Payload.TryParse(payload, out var vp8) => vp8.Layers,
            Codec.Vp9 when Vp9Payload.TryParse(payload, out var vp9) => Read(vp9),
            _ => PacketLayers.Unknown,
        };
        if (!descriptor.IsEmpty && codec is not (Codec.Vp8 or Codec.Vp9))
        {
            descriptors ??= new DependencyDescriptor();
            descriptors.TryRead(descriptor, out layers);
        }
        TopTemporal = Math.Max(TopTemporal, layers.Temporal);
        return layers;
    }

    /// <summary>The publisher sends no spatial layer above this any more.</summary>
    public void LowerTo(int spatial) => topSpatial = Math.Min(topSpatial, spatial);

    private PacketLayers Read(in Vp9Payload vp9)
    {
        if (vp9.SpatialLayers is > 0 and var told)
            topSpatial = Math.Min(told - 1, DecodeTarget.MaxLayer);
        topSpatial = Math.Max(topSpatial, Math.Min((int)vp9.SpatialLayer, DecodeTarget.MaxLayer));
        return vp9.LayersWithin(topSpatial);
    }
}
