using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>One packet of a compound, its length field and padding checked (RFC 3550 §6.4.1).</summary>
public readonly ref struct RtcpPacket
{
    public const int HeaderLength = 4;

    private RtcpPacket(ReadOnlySpan<byte> bytes, int padding)
    {
        Bytes = bytes;
        Body = bytes[HeaderLength..^padding];
    }

    /// <summary>The packet with header and padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What follows the header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public RtcpType Type => (RtcpType)Bytes[1];

    /// <summary>The five bits that are a count in reports and the FMT in feedback.</summary>
    public int Count => Bytes[0] & 0x1F;

    /// <summary>Takes the packet at the start of <paramref name="data"/>.</summary>
    /// <returns>False if truncated, of another version than 2, or if padding exceeds the body.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out RtcpPacket packet)
    {
        packet = default;
        if (data.Length < HeaderLength || data[0] >> 6 != 2)
            return false;
        var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(data[2..]) + 1);
        if (length > data.Length)
            return false;
        var padding = (data[0] & 0x20) != 0 ? data[length - 1] : 0;
        if (padding > length - HeaderLength)
            return false;
        packet = new RtcpPacket(data[..length], padding);
        return true;
    }

    /// <summary>Whether this is the feedback message of the given type and format.</summary>
    internal bool Is(RtcpType type, int format) => Type == type && Count == format;

    /// <summary>Writes a header for a packet of <paramref name="length"/> bytes, a multiple of four.</summary>
    internal static void WriteHeader(Span<byte> destination, RtcpType type, int count, int length)
    {
        destination[0] = (byte)(0x80 | count);
        destination[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(length / 4 - 1));
    }
}
