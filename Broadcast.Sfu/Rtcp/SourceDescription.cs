using System.Buffers.Binary;

namespace Broadcast.Sfu.Rtcp;

/// <summary>Source description, PT=202, of which the first chunk's CNAME is read (RFC 3550 §6.5).</summary>
public readonly ref struct SourceDescription
{
    /// <summary>A CNAME's longest form, in bytes.</summary>
    public const int MaxCnameLength = 255;

    private const byte CnameItem = 1;

    private SourceDescription(uint ssrc, ReadOnlySpan<byte> cname)
    {
        Ssrc = ssrc;
        Cname = cname;
    }

    public uint Ssrc { get; }

    /// <summary>UTF-8, without terminator.</summary>
    public ReadOnlySpan<byte> Cname { get; }

    /// <returns>False if of another type, without a chunk, or if the chunk has no CNAME.</returns>
    public static bool TryParse(RtcpPacket packet, out SourceDescription description)
    {
        description = default;
        if (packet.Type != RtcpType.SourceDescription || packet.Count == 0 || packet.Body.Length < 4)
            return false;
        if (!TryFindCname(packet.Body[4..], out var cname))
            return false;
        description = new SourceDescription(BinaryPrimitives.ReadUInt32BigEndian(packet.Body), cname);
        return true;
    }

    /// <param name="destination">At least <see cref="GetLength"/> bytes.</param>
    /// <param name="cname">UTF-8, at most 255 bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> cname)
    {
        var length = GetLength(cname.Length);
        RtcpPacket.WriteHeader(destination, RtcpType.SourceDescription, 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ssrc);
        destination[8] = CnameItem;
        destination[9] = (byte)cname.Length;
        cname.CopyTo(destination[10..]);
        destination[(10 + cname.Length)..length].Clear();
        return length;
    }

    /// <summary>Length of a description with one CNAME: at least one zero ends the chunk at a 32-bit boundary.</summary>
    public static int GetLength(int cnameLength) => (10 + cnameLength) / 4 * 4 + 4;

    private static bool TryFindCname(ReadOnlySpan<byte> items, out ReadOnlySpan<byte> cname)
    {
        cname = default;
        while (items.Length >= 2 && items[0] != 0)
        {
            var end = 2 + items[1];
            if (end > items.Length)
                return false;
            if (items[0] == CnameItem)
            {
                cname = items[2..end];
                return true;
            }
            items = items[end..];
        }
        return false;
    }
}
