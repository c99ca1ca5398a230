using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtp;

/// <summary>
/// A checked view of one RTP packet over the caller's bytes (RFC 3550 §5.1): contributing sources, header extensions of
/// both forms of RFC 8285, padding.
/// </summary>
public readonly ref struct RtpPacket
{
    private const int CsrcOffset = RtpHeader.Length;
    private readonly int extensionsOffset;
    private readonly int extensionsLength;

    private RtpPacket(ReadOnlySpan<byte> bytes, RtpHeader header, ushort profile, int extensionsOffset, int extensionsLength, int headerLength, int paddingLength)
    {
        Bytes = bytes;
        Header = header;
        ExtensionProfile = profile;
        this.extensionsOffset = extensionsOffset;
        this.extensionsLength = extensionsLength;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public RtpHeader Header { get; }
    public byte PayloadType => Header.PayloadType;
    public bool Marker => Header.Marker;
    public ushort SequenceNumber => Header.SequenceNumber;
    public uint Timestamp => Header.Timestamp;
    public uint Ssrc => Header.Ssrc;

    /// <summary>Bytes before the payload: fixed header, contributing sources and header extensions.</summary>
    public int HeaderLength { get; }

    /// <summary>Trailing padding including its count byte, 0 to 255.</summary>
    public int PaddingLength { get; }

    /// <summary>The payload without padding; empty for a packet of padding only.</summary>
    public ReadOnlySpan<byte> Payload => Bytes[HeaderLength..^PaddingLength];

    public int CsrcCount => Bytes[0] & 0x0F;

    /// <summary>The contributing sources as they stand on the wire, four bytes each.</summary>
    public ReadOnlySpan<byte> Csrcs => Bytes.Slice(CsrcOffset, 4 * CsrcCount);

    /// <summary>The 16 bits "defined by profile" of the extension header; 0 where there is none.</summary>
    public ushort ExtensionProfile { get; }

    /// <summary>The elements of the header extension, in order.</summary>
    public HeaderExtensions Extensions => new(ExtensionProfile, Bytes.Slice(extensionsOffset, extensionsLength));

    /// <returns>False if truncated, of another version than 2, or if padding exceeds the payload.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (!RtpHeader.TryPeek(datagram, out var header))
            return false;
        var offset = CsrcOffset + 4 * (datagram[0] & 0x0F);
        if (!TryMeasureExtensions(datagram, ref offset, out var profile, out var extensionsLength))
            return false;
        if (!TryMeasurePadding(datagram, offset, out var padding))
            return false;
        packet = new RtpPacket(datagram, header, profile, offset - extensionsLength, extensionsLength, offset, padding);
        return true;
    }

    /// <summary>The value of the first element with this id.</summary>
    /// <returns>False if there is none; an element cut short by the end of the block counts as none.</returns>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        var elements = Extensions;
        while (elements.MoveNext())
        {
            if (elements.Id != id)
                continue;
            value = elements.Value;
            return true;
        }
        value = default;
        return false;
    }

    private static bool TryMeasureExtensions(ReadOnlySpan<byte> datagram, ref int offset, out ushort profile, out int length)
    {
        profile = 0;
        length = 0;
        if ((datagram[0] & 0x10) == 0)
            return offset <= datagram.Length;
        if (datagram.Length < offset + 4)
            return false;
        profile = BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]);
        length = 4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
        offset += 4 + length;
        return offset <= datagram.Length;
    }

    private static bool TryMeasurePadding(ReadOnlySpan<byte> datagram, int payloadOffset, out int padding)
    {
        padding = 0;
        if ((datagram[0] & 0x20) == 0)
            return true;
        padding = datagram[^1];
        return padding > 0 && padding <= datagram.Length - payloadOffset;
    }
}
