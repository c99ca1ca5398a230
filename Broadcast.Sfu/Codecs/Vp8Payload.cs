using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>VP8 payload descriptor and the start of the frame (RFC 7741 §4.2, §4.3; RFC 6386 §9.1).</summary>
public readonly ref struct Vp8Payload
{
    private const int FrameHeaderLength = 10;
    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    private Vp8Payload(byte first, PictureNumbers numbers, byte layer, ReadOnlySpan<byte> data)
    {
        IsFirstOfFrame = (first & 0x10) != 0 && (first & 0x07) == 0;
        Numbers = numbers;
        TemporalLayer = (byte)(layer >> 6);
        IsLayerSync = (layer & 0x20) != 0;
        Data = data;
    }

    /// <summary>Start of partition 0.</summary>
    public bool IsFirstOfFrame { get; }

    public PictureNumbers Numbers { get; }

    /// <summary>7 or 15 bits; null if absent.</summary>
    public int? PictureId => Numbers.PictureIdOffset == 0 ? null : Numbers.PictureId;

    public byte TemporalLayer { get; }

    /// <summary>Y: the frame depends on the lowest temporal layer alone.</summary>
    public bool IsLayerSync { get; }

    /// <summary>The payload after the descriptor.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The inverse key frame flag is the lowest bit of the frame tag.</summary>
    public bool IsKeyFrame => IsFirstOfFrame && (Data[0] & 0x01) == 0;

    /// <returns>False if the descriptor is cut short or nothing follows it.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Payload vp8)
    {
        vp8 = default;
        if (payload.Length < 2)
            return false;
        var first = payload[0];
        if ((first & 0x80) == 0)
        {
            vp8 = new Vp8Payload(first, default, 0, payload[1..]);
            return true;
        }
        var extension = payload[1];
        var offset = 2;
        var numbers = new PictureNumbers();
        if ((extension & 0x80) != 0 && !TryReadPictureId(payload, ref offset, ref numbers))
            return false;
        if ((extension & 0x40) != 0)
        {
            if (payload.Length <= offset)
                return false;
            numbers = numbers with { Tl0PicIdx = payload[offset], Tl0PicIdxOffset = (byte)offset };
            offset++;
        }
        byte layer = 0;
        if ((extension & 0x30) != 0)
        {
            if (payload.Length <= offset)
                return false;
            if ((extension & 0x20) != 0)
                layer = payload[offset];
            offset++;
        }
        if (payload.Length <= offset)
            return false;
        vp8 = new Vp8Payload(first, numbers, layer, payload[offset..]);
        return true;
    }

    /// <summary>Which decode targets need the frame, and may begin with it.</summary>
    public PacketLayers Layers => new()
    {
        NeededBy = DecodeTargets.FromTemporal(TemporalLayer),
        Starts = IsKeyFrame ? DecodeTargets.All : StartsBySync,
        Temporal = TemporalLayer,
        Numbers = Numbers,
    };

    /// <summary>The frame's own layer alone: those above may refer to frames before it. Nobody sends a fourth.</summary>
    private DecodeTargets StartsBySync => !IsLayerSync || TemporalLayer == 0 ? DecodeTargets.None
        : TemporalLayer == 1 ? DecodeTargets.OfTemporal(1)
        : DecodeTargets.FromTemporal(TemporalLayer);

    /// <returns>False unless this begins a key frame.</returns>
    public bool TryGetPictureSize(out PictureSize size)
    {
        size = default;
        if (!IsKeyFrame || Data.Length < FrameHeaderLength || !Data.Slice(3, 3).SequenceEqual(StartCode))
            return false;
        size = new PictureSize(
            BinaryPrimitives.ReadUInt16LittleEndian(Data[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(Data[8..]) & 0x3FFF);
        return true;
    }

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, ref int offset, ref PictureNumbers numbers)
    {
        if (payload.Length < offset + 2)
            return false;
        var isLong = (payload[offset] & 0x80) != 0;
        var id = isLong ? BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]) & 0x7FFF : payload[offset];
        numbers = numbers with { PictureId = (ushort)id, PictureIdOffset = (byte)offset, IsLong = isLong };
        offset += isLong ? 2 : 1;
        return true;
    }
}
