namespace Broadcast.Sfu.Codecs;

/// <summary>
/// The templates that a publisher's dependency descriptors refer to (AV1 RTP specification, appendix A): of each, its layers and what it
/// is to every decode target. Read anew, in place, with every key frame.
/// </summary>
internal sealed class DependencyStructure
{
    public const int MaxTemplates = 64;

    private const int MaxTargets = 32;
    private const int IdSpace = 64;
    private const int FdiffBits = 4;
    private const int ResolutionBits = 32;

    private readonly byte[] spatial = new byte[MaxTemplates];
    private readonly byte[] temporal = new byte[MaxTemplates];

    /// <summary>Of each template, two bits for each decode target.</summary>
    private readonly ulong[] indications = new ulong[MaxTemplates];

    private readonly byte[] targetSpatial = new byte[MaxTargets];
    private readonly byte[] targetTemporal = new byte[MaxTargets];

    /// <summary>Which of the publisher's decode targets serves each of ours.</summary>
    private readonly byte[] serving = new byte[16];

    private int idOffset;
    private int templates;

    /// <summary>How many decode targets there are; 0 before the first structure.</summary>
    public int Targets { get; private set; }

    /// <summary>The highest spatial layer that is active.</summary>
    public int TopSpatial { get; private set; }

    /// <returns>False if cut short or beyond what the specification allows; it is then not to be used.</returns>
    public bool TryRead(ref BitReader bits)
    {
        idOffset = (int)bits.Read(6);
        Targets = (int)bits.Read(5) + 1;
        if (!TryReadLayers(ref bits))
            return false;
        for (var template = 0; template < templates; template++)
            indications[template] = ReadIndications(ref bits);
        for (var template = 0; template < templates; template++)
            while (bits.ReadFlag() && !bits.IsExhausted)
                bits.Read(FdiffBits);
        SkipChains(ref bits);
        if (bits.ReadFlag())
            for (var layer = 0; layer <= spatial[templates - 1]; layer++)
                bits.Read(ResolutionBits);
        FindTargets();
        SetActive(uint.MaxValue);
        return !bits.IsExhausted;
    }

    /// <summary>Two bits for each decode target: not present, discardable, switch, required.</summary>
    public ulong ReadIndications(ref BitReader bits)
    {
        var read = 0UL;
        for (var target = 0; target < Targets; target++)
            read |= (ulong)bits.Read(2) << 2 * target;
        return read;
    }

    /// <summary>Which decode targets are produced at present, one bit for each.</summary>
    public void SetActive(uint active)
    {
        TopSpatial = 0;
        for (var target = 0; target < Targets; target++)
            if ((active >> target & 1) != 0)
                TopSpatial = Math.Max(TopSpatial, Math.Min((int)targetSpatial[target], DecodeTarget.MaxLayer));
        for (byte index = 0; index < serving.Length; index++)
            serving[index] = FindServing(new DecodeTarget(index), active);
    }

    /// <summary>The template that a descriptor names.</summary>
    /// <returns>False if there is none of that id.</returns>
    public bool TryFind(int id, out int template)
    {
        template = (id + IdSpace - idOffset) % IdSpace;
        return template < templates;
    }

    public ulong IndicationsOf(int template) => indications[template];

    /// <param name="isKeyFrame">Whether it refers to nothing.</param>
    public PacketLayers Layers(int template, ulong frameIndications, bool endsFrame, bool isKeyFrame)
    {
        int needed = 0, switches = 0;
        for (var index = 0; index < serving.Length; index++)
        {
            var indication = (int)(frameIndications >> 2 * serving[index] & 3);
            needed |= (indication != 0 ? 1 : 0) << index;
            switches |= (indication == 2 ? 1 : 0) << index;
        }
        return new PacketLayers
        {
            NeededBy = new DecodeTargets((ushort)needed),
            Starts = new DecodeTargets((ushort)(isKeyFrame ? switches : 0)),
            Opens = new DecodeTargets((ushort)switches),
            Spatial = Math.Min(spatial[template], (byte)DecodeTarget.MaxLayer),
            Temporal = Math.Min(temporal[template], (byte)DecodeTarget.MaxLayer),
            EndsFrame = endsFrame,
        };
    }

    private bool TryReadLayers(ref BitReader bits)
    {
        byte atSpatial = 0, atTemporal = 0;
        for (templates = 0; templates < MaxTemplates;)
        {
            (spatial[templates], temporal[templates]) = (atSpatial, atTemporal);
            templates++;
            switch (bits.Read(2))
            {
                case 1: atTemporal++; break;
                case 2: (atSpatial, atTemporal) = ((byte)(atSpatial + 1), 0); break;
                case 3: return !bits.IsExhausted;
            }
        }
        return false;
    }

    private void SkipChains(ref BitReader bits)
    {
        var chains = bits.ReadBelow((uint)Targets + 1);
        if (chains == 0)
            return;
        for (var target = 0; target < Targets; target++)
            bits.ReadBelow(chains);
        for (var i = 0; i < templates * (int)chains && !bits.IsExhausted; i++)
            bits.Read(FdiffBits);
    }

    private void FindTargets()
    {
        for (var target = 0; target < Targets; target++)
        {
            byte highestSpatial = 0, highestTemporal = 0;
            for (var template = 0; template < templates; template++)
            {
                if ((indications[template] >> 2 * target & 3) == 0)
                    continue;
                highestSpatial = Math.Max(highestSpatial, spatial[template]);
                highestTemporal = Math.Max(highestTemporal, temporal[template]);
            }
            (targetSpatial[target], targetTemporal[target]) = (highestSpatial, highestTemporal);
        }
    }

    /// <summary>The highest one, space before time, that is not above what is wanted; the lowest of all where every one is.</summary>
    private byte FindServing(DecodeTarget wanted, uint active)
    {
        var (best, bestRank, lowest, lowestRank) = (-1, -1, 0, int.MaxValue);
        for (var target = 0; target < Targets; target++)
        {
            if ((active >> target & 1) == 0)
                continue;
            var rank = targetSpatial[target] << 8 | targetTemporal[target];
            if (rank < lowestRank)
                (lowest, lowestRank) = (target, rank);
            var isWithin = IsWithin(targetSpatial[target], wanted.Spatial) && IsWithin(targetTemporal[target], wanted.Temporal);
            if (isWithin && rank > bestRank)
                (best, bestRank) = (target, rank);
        }
        return (byte)(best >= 0 ? best : lowest);
    }

    /// <summary>The fourth layer stands for all above it.</summary>
    private static bool IsWithin(int layer, int wanted) => layer <= wanted || wanted == DecodeTarget.MaxLayer;
}
