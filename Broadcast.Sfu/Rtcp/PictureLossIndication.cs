namespace Broadcast.Sfu.Rtcp;

/// <summary>Picture loss indication, PT=206 FMT=1: asks for a key frame (RFC 4585 §6.3.1).</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    public const int Length = FeedbackHeader.Length;

    private const int Format = 1;

    /// <returns>False if of another type or truncated.</returns>
    public static bool TryParse(RtcpPacket packet, out PictureLossIndication indication)
    {
        indication = default;
        if (!packet.Is(RtcpType.PayloadFeedback, Format) || packet.Body.Length < FeedbackHeader.BodyLength)
            return false;
        indication = new PictureLossIndication(FeedbackHeader.SenderSsrc(packet), FeedbackHeader.MediaSsrc(packet));
        return true;
    }

    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        FeedbackHeader.Write(destination, RtcpType.PayloadFeedback, Format, Length, SenderSsrc, MediaSsrc);
        return Length;
    }
}
