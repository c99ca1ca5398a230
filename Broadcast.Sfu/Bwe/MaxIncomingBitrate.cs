using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Bwe;

/// <summary>Tells a publisher once a second, by REMB, not to send more than the transport's option allows.</summary>
/// <param name="bitsPerSecond">The limit; 0 says nothing.</param>
public sealed class MaxIncomingBitrate(long bitsPerSecond)
{
    private const long IntervalUs = 1_000_000;

    /// <summary>When the limit is to be said again.</summary>
    public Instant NextTimeout { get; private set; } = bitsPerSecond > 0 ? new Instant(0) : Instant.Never;

    /// <param name="ssrcs">The publisher's streams; without any the message waits.</param>
    /// <param name="destination">At least 20 + 4 × SSRCs bytes.</param>
    /// <returns>Bytes written; 0 if not due.</returns>
    public int Write(Instant now, uint senderSsrc, ReadOnlySpan<uint> ssrcs, Span<byte> destination)
    {
        if (now < NextTimeout || NextTimeout == Instant.Never)
            return 0;
        NextTimeout = now.AddMicroseconds(IntervalUs);
        return ssrcs.IsEmpty ? 0 : ReceiverEstimatedMaxBitrate.Write(destination, senderSsrc, bitsPerSecond, ssrcs);
    }
}
