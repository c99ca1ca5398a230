using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Logs when a publisher's packets arrive, by transport-wide sequence number, and reports it in <see cref="TransportCc"/> messages, so
/// that the publisher's own estimator sets its bitrate. The log is a fixed window; what falls out of it unreported stays unreported.
/// </summary>
public sealed class TransportCcFeedbackGenerator
{
    /// <summary>How often to report, in microseconds.</summary>
    public const long IntervalUs = 100_000;

    private const int Window = 2048;

    private readonly long[] arrivals = new long[Window];
    private readonly long[] ordered = new long[Window];
    private SequenceExtender sequences;
    private long next;
    private byte feedbackCount;

    public TransportCcFeedbackGenerator() => Array.Fill(arrivals, TransportCcWriter.NotReceived);

    /// <summary>When <see cref="Write"/> has something to say; never while nothing arrives.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>Logs an arrival. Duplicates, and what was reported as missing already, are ignored.</summary>
    public void OnPacket(Instant now, ushort transportSequence)
    {
        var before = sequences.Highest;
        var sequence = sequences.Extend(transportSequence);
        if (before == 0)
            next = sequence;
        if (sequence > before)
            Advance(before == 0 ? sequence : before + 1, sequence);
        if (sequence < next || At(sequence) != TransportCcWriter.NotReceived)
            return;
        At(sequence) = Math.Max(0, now.Microseconds);
        if (NextTimeout == Instant.Never)
            NextTimeout = now.AddMicroseconds(IntervalUs);
    }

    /// <summary>Writes one message about what arrived since the last. Call again until it returns 0.</summary>
    /// <param name="destination">At least 32 bytes; 1,200 hold what a second brings.</param>
    /// <returns>Bytes written; 0 before the interval is over and when nothing is left.</returns>
    public int Write(Instant now, uint senderSsrc, uint mediaSsrc, Span<byte> destination)
    {
        if (now < NextTimeout)
            return 0;
        var count = (int)(sequences.Highest - next + 1);
        if (count <= 0)
        {
            NextTimeout = Instant.Never;
            return 0;
        }
        for (var i = 0; i < count; i++)
            ordered[i] = At(next + i);
        var length = TransportCcWriter.Write(destination, senderSsrc, mediaSsrc, (ushort)next, feedbackCount++, ordered.AsSpan(0, count), out var consumed);
        next += consumed;
        return length;
    }

    private ref long At(long sequence) => ref arrivals[sequence & (Window - 1)];

    /// <summary>Makes room for the numbers up to the newest, forgetting those a window behind.</summary>
    private void Advance(long first, long newest)
    {
        if (newest - first >= Window)
            next = newest;
        next = Math.Max(next, newest - Window + 1);
        for (var sequence = Math.Max(first, newest - Window + 1); sequence <= newest; sequence++)
            At(sequence) = TransportCcWriter.NotReceived;
    }
}
