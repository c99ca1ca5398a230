using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Limits what one consumer's NACKs can cost: a packet is sent again at most once per round trip. Remembers the last 64 resends,
/// in memory taken at the first NACK, so that a viewer without loss pays nothing.
/// </summary>
public sealed class RetransmissionResponder
{
    private const int Remembered = 64;

    /// <summary>An RTT estimate of loopback or none must not open the gate to a flood.</summary>
    private const long MinIntervalUs = 10_000;

    private readonly record struct Resend(long Sequence, Instant At);

    private Resend[]? recent;

    /// <summary>Whether a packet may be sent again now; if so, it counts as sent.</summary>
    /// <param name="sequence">Extended sequence number of the producer's stream.</param>
    /// <param name="roundTripUs">The consumer's round trip.</param>
    public bool TryResend(Instant now, long sequence, long roundTripUs)
    {
        recent ??= new Resend[Remembered];
        ref var last = ref recent[sequence & (Remembered - 1)];
        if (last.Sequence == sequence && now.Since(last.At) < Math.Max(roundTripUs, MinIntervalUs))
            return false;
        last = new Resend(sequence, now);
        return true;
    }
}
