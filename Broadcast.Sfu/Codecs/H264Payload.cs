using System.Buffers.Binary;

namespace Broadcast.Sfu.Codecs;

/// <summary>H.264 payloads of packetization mode 1: single NAL unit, STAP-A and FU-A (RFC 6184 §5.6 to §5.8).</summary>
public static class H264Payload
{
    private const int Idr = 5;
    private const int StapA = 24;
    private const int FuA = 28;
    private const byte FuStart = 0x80;

    /// <summary>Whether an IDR picture or a sequence parameter set begins here; the latter because encoders send it just before.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return false;
        return (payload[0] & 0x1F) switch
        {
            StapA => HasKeyUnit(payload[1..]),
            FuA => payload.Length >= 2 && (payload[1] & FuStart) != 0 && IsKeyUnit(payload[1]),
            _ => IsKeyUnit(payload[0]),
        };
    }

    /// <summary>The size that a sequence parameter set in this packet gives.</summary>
    /// <returns>False if there is none, or if it is fragmented or malformed.</returns>
    public static bool TryGetPictureSize(ReadOnlySpan<byte> payload, out PictureSize size)
    {
        size = default;
        if (payload.IsEmpty)
            return false;
        var type = payload[0] & 0x1F;
        if (type == H264SequenceParameterSet.UnitType)
            return TryReadSize(payload, out size);
        if (type != StapA)
            return false;
        var units = payload[1..];
        while (TryTakeUnit(ref units, out var unit))
            if ((unit[0] & 0x1F) == H264SequenceParameterSet.UnitType)
                return TryReadSize(unit, out size);
        return false;
    }

    private static bool TryReadSize(ReadOnlySpan<byte> unit, out PictureSize size)
    {
        var isRead = H264SequenceParameterSet.TryParse(unit, out var set);
        size = set.Size;
        return isRead;
    }

    private static bool IsKeyUnit(byte header) => (header & 0x1F) is Idr or H264SequenceParameterSet.UnitType;

    private static bool HasKeyUnit(ReadOnlySpan<byte> units)
    {
        while (TryTakeUnit(ref units, out var unit))
            if (IsKeyUnit(unit[0]))
                return true;
        return false;
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<byte> units, out ReadOnlySpan<byte> unit)
    {
        unit = default;
        if (units.Length < 3)
            return false;
        var end = 2 + BinaryPrimitives.ReadUInt16BigEndian(units);
        if (end == 2 || end > units.Length)
            return false;
        unit = units[2..end];
        units = units[end..];
        return true;
    }
}
