namespace Broadcast.Sfu.Codecs;

/// <summary>AV1 aggregation header (AV1 RTP specification §4.4).</summary>
/// <param name="ContinuesObu">Z: the first OBU element continues one of the packet before.</param>
/// <param name="IsContinued">Y: the last OBU element goes on in the next packet.</param>
/// <param name="Elements">W: how many OBU elements; 0 if each carries its length.</param>
/// <param name="IsKeyFrame">N: first packet of a coded video sequence, which begins with a sequence header and a key frame.</param>
public readonly record struct Av1Payload(bool ContinuesObu, bool IsContinued, byte Elements, bool IsKeyFrame)
{
    /// <returns>False if nothing follows the header, or if a new sequence claims to continue an OBU.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Av1Payload av1)
    {
        av1 = default;
        if (payload.Length < 2)
            return false;
        var header = payload[0];
        av1 = new Av1Payload((header & 0x80) != 0, (header & 0x40) != 0, (byte)(header >> 4 & 0x03), (header & 0x08) != 0);
        return !(av1.ContinuesObu && av1.IsKeyFrame);
    }
}
