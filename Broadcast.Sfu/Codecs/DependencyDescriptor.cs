namespace Broadcast.Sfu.Codecs;

/// <summary>
/// Reads the dependency descriptor of a publisher's packets (AV1 RTP specification, appendix A), a header extension that tells for any
/// codec which decode targets need a frame. Keeps the structure that came with the last key frame.
/// </summary>
public sealed class DependencyDescriptor
{
    private const int MandatoryLength = 3;

    private DependencyStructure current = new();
    private DependencyStructure next = new();

    /// <summary>The highest spatial layer that is sent; 0 before the first structure.</summary>
    public int TopSpatial => current.TopSpatial;

    /// <returns>False if it is cut short, malformed, or refers to a structure that has not come.</returns>
    public bool TryRead(ReadOnlySpan<byte> value, out PacketLayers layers)
    {
        layers = PacketLayers.Unknown;
        if (value.Length < MandatoryLength)
            return false;
        var bits = new BitReader(value);
        bits.Read(1);
        var endsFrame = bits.ReadFlag();
        var template = (int)bits.Read(6);
        bits.Read(16);
        var (hasOwnIndications, hasStructure) = (false, false);
        if (value.Length > MandatoryLength && !TryReadExtended(ref bits, out hasOwnIndications, out hasStructure))
            return false;
        if (current.Targets == 0 || !current.TryFind(template, out var found))
            return false;
        var indications = hasOwnIndications ? current.ReadIndications(ref bits) : current.IndicationsOf(found);
        if (bits.IsExhausted)
            return false;
        layers = current.Layers(found, indications, endsFrame, isKeyFrame: hasStructure);
        return true;
    }

    private bool TryReadExtended(ref BitReader bits, out bool hasOwnIndications, out bool hasStructure)
    {
        hasStructure = bits.ReadFlag();
        var hasActive = bits.ReadFlag();
        hasOwnIndications = bits.ReadFlag();
        // Whether it has differences and chains of its own, which come last and decide nothing here.
        bits.Read(2);
        if (hasStructure)
        {
            if (!next.TryRead(ref bits))
                return false;
            (current, next) = (next, current);
        }
        if (!hasActive || current.Targets == 0)
            return !hasActive;
        var active = bits.Read(current.Targets);
        if (bits.IsExhausted)
            return false;
        current.SetActive(active);
        return true;
    }
}
