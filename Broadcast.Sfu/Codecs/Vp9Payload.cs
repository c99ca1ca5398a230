using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>VP9 payload descriptor in its flexible and non-flexible form (RFC 9628 §4.2).</summary>
public readonly ref struct Vp9Payload
{
    private const int MaxReferences = 3;

    private readonly ReadOnlySpan<byte> afterLayers;
    private readonly byte first;

    private Vp9Payload(byte first, PictureNumbers numbers, byte layers, ReadOnlySpan<byte> afterLayers)
    {
        this.first = first;
        this.afterLayers = afterLayers;
        Numbers = numbers;
        TemporalLayer = (byte)(layers >> 5);
        SpatialLayer = (byte)(layers >> 1 & 0x07);
        IsSwitchingUpPoint = (layers & 0x10) != 0;
    }

    public PictureNumbers Numbers { get; }

    /// <summary>7 or 15 bits; null if absent.</summary>
    public int? PictureId => Numbers.PictureIdOffset == 0 ? null : Numbers.PictureId;

    public byte TemporalLayer { get; }
    public byte SpatialLayer { get; }

    /// <summary>U: no later picture of a higher temporal layer depends on one of a higher temporal layer before this.</summary>
    public bool IsSwitchingUpPoint { get; }

    /// <summary>Z: no frame of a higher spatial layer depends on this one.</summary>
    public bool IsAloneInSpace => (first & 0x01) != 0;

    public bool IsInterPredicted => (first & 0x40) != 0;
    public bool IsFirstOfFrame => (first & 0x08) != 0;
    public bool IsLastOfFrame => (first & 0x04) != 0;

    /// <summary>Begins a frame of the lowest spatial layer that depends on no other picture.</summary>
    public bool IsKeyFrame => !IsInterPredicted && IsFirstOfFrame && SpatialLayer == 0;

    private bool IsFlexible => (first & 0x10) != 0;
    private bool HasScalabilityStructure => (first & 0x02) != 0;

    /// <returns>False if picture id or layer indices are cut short.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp9Payload vp9)
    {
        vp9 = default;
        if (payload.IsEmpty)
            return false;
        var first = payload[0];
        var offset = 1;
        var numbers = new PictureNumbers();
        if ((first & 0x80) != 0 && !TryReadPictureId(payload, ref offset, ref numbers))
            return false;
        byte layers = 0;
        if ((first & 0x20) != 0)
        {
            var isFlexible = (first & 0x10) != 0;
            if (payload.Length < offset + (isFlexible ? 1 : 2))
                return false;
            layers = payload[offset++];
            if (!isFlexible)
            {
                numbers = numbers with { Tl0PicIdx = payload[offset], Tl0PicIdxOffset = (byte)offset };
                offset++;
            }
        }
        vp9 = new Vp9Payload(first, numbers, layers, payload[offset..]);
        return true;
    }

    /// <summary>How many spatial layers the scalability structure tells of; 0 if the packet carries none.</summary>
    public int SpatialLayers => !HasScalabilityStructure || IsFlexible && IsInterPredicted || afterLayers.IsEmpty ? 0 : (afterLayers[0] >> 5) + 1;

    /// <summary>Which decode targets need the frame, and may begin with it.</summary>
    /// <param name="topSpatial">The highest spatial layer of the stream, which serves those who want a higher one, too.</param>
    public PacketLayers LayersWithin(int topSpatial)
    {
        var (spatial, temporal) = (Math.Min((int)SpatialLayer, DecodeTarget.MaxLayer), Math.Min((int)TemporalLayer, DecodeTarget.MaxLayer));
        var isForAbove = !IsAloneInSpace || spatial >= topSpatial;
        var spaces = isForAbove ? DecodeTargets.FromSpatial(spatial) : DecodeTargets.OfSpatial(spatial);
        return new PacketLayers
        {
            NeededBy = spaces & DecodeTargets.FromTemporal(temporal),
            Starts = IsKeyFrame ? DecodeTargets.All : DecodeTargets.None,
            Opens = IsSwitchingUpPoint ? DecodeTargets.OfSpatial(spatial) & DecodeTargets.FromTemporal(temporal) : DecodeTargets.None,
            Spatial = (byte)spatial,
            Temporal = (byte)temporal,
            EndsFrame = IsLastOfFrame,
            Numbers = Numbers,
        };
    }

    /// <summary>The size of the highest spatial layer, from the scalability structure.</summary>
    /// <returns>False if the packet carries none or one without resolutions.</returns>
    public bool TryGetPictureSize(out PictureSize size)
    {
        size = default;
        if (!HasScalabilityStructure || IsFlexible && IsInterPredicted || afterLayers.IsEmpty || (afterLayers[0] & 0x10) == 0)
            return false;
        var highest = 1 + 4 * (afterLayers[0] >> 5);
        if (afterLayers.Length < highest + 4)
            return false;
        size = new PictureSize(
            BinaryPrimitives.ReadUInt16BigEndian(afterLayers[highest..]),
            BinaryPrimitives.ReadUInt16BigEndian(afterLayers[(highest + 2)..]));
        return true;
    }

    /// <summary>What is left without reference indices and scalability structure: a part of the frame itself.</summary>
    /// <returns>False if either is cut short or nothing follows.</returns>
    public bool TryGetFrameData(out ReadOnlySpan<byte> data)
    {
        data = afterLayers;
        return (!IsFlexible || !IsInterPredicted || TrySkipReferences(ref data))
            && (!HasScalabilityStructure || TrySkipScalabilityStructure(ref data))
            && !data.IsEmpty;
    }

    /// <summary>P_DIFF, at most three, each saying whether another follows.</summary>
    private static bool TrySkipReferences(ref ReadOnlySpan<byte> data)
    {
        for (var reference = 0; reference < MaxReferences && !data.IsEmpty; reference++)
        {
            var isLast = (data[0] & 0x01) == 0;
            data = data[1..];
            if (isLast)
                return true;
        }
        return false;
    }

    private static bool TrySkipScalabilityStructure(ref ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return false;
        var (layers, hasSizes, hasPictures) = ((data[0] >> 5) + 1, (data[0] & 0x10) != 0, (data[0] & 0x08) != 0);
        var offset = 1 + (hasSizes ? 4 * layers : 0);
        if (hasPictures)
        {
            if (data.Length <= offset)
                return false;
            for (int pictures = data[offset++]; pictures > 0; pictures--)
            {
                if (data.Length <= offset)
                    return false;
                offset += 1 + (data[offset] >> 2 & 0x03);
            }
        }
        if (data.Length <= offset)
            return false;
        data = data[offset..];
        return true;
    }

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, ref int offset, ref PictureNumbers numbers)
    {
        if (payload.Length <= offset)
            return false;
        var at = offset++;
        var isLong = (payload[at] & 0x80) != 0;
        if (isLong && payload.Length <= offset)
            return false;
        var id = isLong ? (payload[at] & 0x7F) << 8 | payload[offset++] : payload[at];
        numbers = numbers with { PictureId = (ushort)id, PictureIdOffset = (byte)at, IsLong = isLong };
        return true;
    }
}
