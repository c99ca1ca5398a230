using System.Numerics;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Spaces one consumer's resends: a packet is sent again at most once per round trip. Remembers as many packets as the producer's ring
/// holds, in memory taken at the first NACK, so that a viewer without loss pays nothing.
/// </summary>
/// <param name="packets">What the ring holds, rounded up to a power of two.</param>
public sealed class RetransmissionResponder(int packets)
{
    /// <summary>An RTT estimate of loopback or none must not open the gate to a flood.</summary>
    private const long MinIntervalUs = 10_000;

    /// <summary>Of both numbers the low half: packets and times that share it are hours apart.</summary>
    private readonly record struct Resend(uint Sequence, uint AtUs);

    private Resend[]? recent;

    /// <summary>Whether a packet may be sent again now; if so, it counts as sent.</summary>
    /// <param name="sequence">Extended sequence number of the producer's stream.</param>
    /// <param name="roundTripUs">The consumer's round trip.</param>
    public bool TryResend(Instant now, long sequence, long roundTripUs)
    {
        recent ??= new Resend[BitOperations.RoundUpToPowerOf2((uint)packets)];
        ref var last = ref recent[sequence & (recent.Length - 1)];
        var resend = new Resend((uint)sequence, (uint)now.Microseconds);
        if (last.Sequence == resend.Sequence && resend.AtUs - last.AtUs < Math.Max(roundTripUs, MinIntervalUs))
            return false;
        last = resend;
        return true;
    }
}
