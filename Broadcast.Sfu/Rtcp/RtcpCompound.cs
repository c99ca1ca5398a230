namespace Broadcast.Sfu.Rtcp;

/// <summary>
/// Walks a received RTCP datagram. Reduced-size datagrams, which do not begin with a report, are accepted (RFC 5506); unknown
/// types are handed out like known ones, to be skipped.
/// </summary>
public ref struct RtcpCompound(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> rest = datagram;

    /// <summary>Whether the walk ended at bytes that are no RTCP packet; what came before them was valid.</summary>
    public bool IsMalformed { get; private set; }

    /// <returns>False at the end and at the first malformed packet.</returns>
    public bool TryRead(out RtcpPacket packet)
    {
        packet = default;
        if (rest.IsEmpty)
            return false;
        if (!RtcpPacket.TryParse(rest, out packet))
        {
            IsMalformed = true;
            rest = default;
            return false;
        }
        rest = rest[packet.Bytes.Length..];
        return true;
    }
}
