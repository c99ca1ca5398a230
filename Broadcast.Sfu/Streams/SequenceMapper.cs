using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Keeps one consumer's sequence numbers and timestamps continuous while packets are left out: pause and resume, dropped layers,
/// another source. In the common case it is one offset; each change starts a new segment, and the last sixteen are kept so that a
/// late packet or a NACK finds the numbers that were in force.
/// </summary>
public sealed class SequenceMapper
{
    private const int Remembered = 16;
    private const long FirstCycle = 1 << 16;

    /// <summary>Incoming numbers <paramref name="First"/> to <paramref name="Last"/> go out from <paramref name="Outgoing"/> on.</summary>
    private record struct Segment(int Source, long First, long Last, long Outgoing, uint TimestampOffset)
    {
        public readonly long LastOutgoing => Outgoing + Last - First;
    }

    private readonly int clockRate;
    private Segment current;
    private Segment[]? earlier;
    private int closed;
    private bool started;
    private uint newestTimestamp;
    private Instant newestAt;

    /// <param name="firstSequence">The first number to go out.</param>
    /// <param name="clockRate">Timestamp units per second.</param>
    public SequenceMapper(ushort firstSequence, int clockRate)
    {
        this.clockRate = clockRate;
        current = new Segment(0, 0, -1, FirstCycle + firstSequence, 0);
    }

    /// <summary>Added to the source's timestamps now.</summary>
    public uint TimestampOffset => current.TimestampOffset;

    /// <summary>Numbers a packet of the current source. The first one starts the stream.</summary>
    /// <param name="sequence">Extended sequence number of the source.</param>
    /// <returns>False for a packet from a stretch that was left out, or from too long ago: it must not be sent.</returns>
    public bool TryMap(Instant now, long sequence, uint timestamp, out ushort outgoingSequence, out uint outgoingTimestamp)
    {
        if (!started)
            Start(sequence);
        if (sequence < current.First)
            return TryMapLate(sequence, timestamp, out outgoingSequence, out outgoingTimestamp);
        outgoingSequence = (ushort)(current.Outgoing + sequence - current.First);
        outgoingTimestamp = timestamp + current.TimestampOffset;
        if (sequence > current.Last)
        {
            current.Last = sequence;
            newestTimestamp = outgoingTimestamp;
            newestAt = now;
        }
        return true;
    }

    /// <summary>Leaves one packet out: those after it close up. A packet older than one already sent keeps its number.</summary>
    public void Drop(long sequence)
    {
        if (!started || sequence <= current.Last || sequence < current.First)
            return;
        var next = current with { First = sequence + 1, Last = sequence, Outgoing = current.Outgoing + sequence - current.First };
        current.Last = sequence - 1;
        Replace(next);
    }

    /// <summary>Continues the same source at <paramref name="sequence"/>, closing the gap since the last packet sent. Timestamps show the time that passed.</summary>
    public void ResumeAt(long sequence)
    {
        if (started)
            Replace(current with { First = sequence, Last = sequence - 1, Outgoing = current.LastOutgoing + 1 });
    }

    /// <summary>Continues with another source at its packet <paramref name="sequence"/>, in number and in time.</summary>
    /// <param name="source">The caller's name for it, given back by <see cref="TryReverse"/>.</param>
    public void SwitchTo(Instant now, int source, long sequence, uint timestamp)
    {
        if (!started)
        {
            current.Source = source;
            return;
        }
        var elapsed = Math.Max(1, now.Since(newestAt) * clockRate / 1_000_000);
        var offset = newestTimestamp + (uint)elapsed - timestamp;
        Replace(new Segment(source, sequence, sequence - 1, current.LastOutgoing + 1, offset));
    }

    /// <summary>Finds the packet that went out under a number, for a NACK.</summary>
    /// <returns>False if none did, or too long ago.</returns>
    public bool TryReverse(ushort outgoingSequence, out int source, out long sequence)
    {
        var outgoing = SequenceNumber.Extend(outgoingSequence, current.LastOutgoing);
        if (Reverses(current, outgoing, out source, out sequence))
            return true;
        for (var age = 1; age <= Math.Min(closed, Remembered); age++)
            if (Reverses(Earlier(age), outgoing, out source, out sequence))
                return true;
        return false;
    }

    private static bool Reverses(in Segment segment, long outgoing, out int source, out long sequence)
    {
        source = segment.Source;
        sequence = segment.First + outgoing - segment.Outgoing;
        return sequence >= segment.First && sequence <= segment.Last;
    }

    private bool TryMapLate(long sequence, uint timestamp, out ushort outgoingSequence, out uint outgoingTimestamp)
    {
        for (var age = 1; age <= Math.Min(closed, Remembered); age++)
        {
            ref readonly var segment = ref Earlier(age);
            if (segment.Source != current.Source || sequence < segment.First || sequence > segment.Last)
                continue;
            outgoingSequence = (ushort)(segment.Outgoing + sequence - segment.First);
            outgoingTimestamp = timestamp + segment.TimestampOffset;
            return true;
        }
        outgoingSequence = 0;
        outgoingTimestamp = 0;
        return false;
    }

    private void Start(long sequence)
    {
        started = true;
        current.First = sequence;
        current.Last = sequence - 1;
    }

    /// <summary>An empty segment leaves no trace.</summary>
    private void Replace(in Segment next)
    {
        if (current.Last >= current.First)
        {
            earlier ??= new Segment[Remembered];
            earlier[closed++ % Remembered] = current;
        }
        current = next;
    }

    private ref readonly Segment Earlier(int age) => ref earlier![(closed - age) % Remembered];
}
