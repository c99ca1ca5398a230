using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>VP8 payload descriptor and the start of the frame (RFC 7741 §4.2, §4.3; RFC 6386 §9.1).</summary>
public readonly ref struct Vp8Payload
{
    private const int FrameHeaderLength = 10;
    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    private Vp8Payload(byte first, int? pictureId, byte temporalLayer, ReadOnlySpan<byte> data)
    {
        IsFirstOfFrame = (first & 0x10) != 0 && (first & 0x07) == 0;
        PictureId = pictureId;
        TemporalLayer = temporalLayer;
        Data = data;
    }

    /// <summary>Start of partition 0.</summary>
    public bool IsFirstOfFrame { get; }

    /// <summary>7 or 15 bits; null if absent.</summary>
    public int? PictureId { get; }

    public byte TemporalLayer { get; }

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
            vp8 = new Vp8Payload(first, null, 0, payload[1..]);
            return true;
        }
        var extension = payload[1];
        var offset = 2;
        if (!TryReadPictureId(payload, (extension & 0x80) != 0, ref offset, out var pictureId))
            return false;
        if ((extension & 0x40) != 0)
            offset++;
        byte temporalLayer = 0;
        if ((extension & 0x30) != 0)
        {
            if (payload.Length <= offset)
                return false;
            if ((extension & 0x20) != 0)
                temporalLayer = (byte)(payload[offset] >> 6);
            offset++;
        }
        if (payload.Length <= offset)
            return false;
        vp8 = new Vp8Payload(first, pictureId, temporalLayer, payload[offset..]);
        return true;
    }

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

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, bool present, ref int offset, out int? pictureId)
    {
        pictureId = null;
        if (!present)
            return true;
        if (payload.Length < offset + 2)
            return false;
        if ((payload[offset] & 0x80) == 0)
        {
            pictureId = payload[offset++];
            return true;
        }
        pictureId = BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]) & 0x7FFF;
        offset += 2;
        return true;
    }
}
