using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>VP9 payload descriptor in its flexible and non-flexible form (RFC 9628 §4.2).</summary>
public readonly ref struct Vp9Payload
{
    private const int MaxReferences = 3;

    private readonly ReadOnlySpan<byte> afterLayers;
    private readonly byte first;

    private Vp9Payload(byte first, int? pictureId, byte temporalLayer, byte spatialLayer, ReadOnlySpan<byte> afterLayers)
    {
        this.first = first;
        this.afterLayers = afterLayers;
        PictureId = pictureId;
        TemporalLayer = temporalLayer;
        SpatialLayer = spatialLayer;
    }

    /// <summary>7 or 15 bits; null if absent.</summary>
    public int? PictureId { get; }

    public byte TemporalLayer { get; }
    public byte SpatialLayer { get; }
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
        if (!TryReadPictureId(payload, (first & 0x80) != 0, ref offset, out var pictureId))
            return false;
        byte temporal = 0;
        byte spatial = 0;
        if ((first & 0x20) != 0)
        {
            var length = (first & 0x10) != 0 ? 1 : 2;
            if (payload.Length < offset + length)
                return false;
            temporal = (byte)(payload[offset] >> 5);
            spatial = (byte)(payload[offset] >> 1 & 0x07);
            offset += length;
        }
        vp9 = new Vp9Payload(first, pictureId, temporal, spatial, payload[offset..]);
        return true;
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

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, bool present, ref int offset, out int? pictureId)
    {
        pictureId = null;
        if (!present)
            return true;
        if (payload.Length <= offset)
            return false;
        pictureId = payload[offset] & 0x7F;
        if ((payload[offset++] & 0x80) == 0)
            return true;
        if (payload.Length <= offset)
            return false;
        pictureId = pictureId << 8 | payload[offset++];
        return true;
    }
}
