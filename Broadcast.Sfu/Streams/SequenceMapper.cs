using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Keeps one consumer's sequence numbers, timestamps and picture numbers continuous while packets are left out: pause and resume,
/// dropped layers, another source. In the common case it is a few offsets; each change starts a new segment, and the last ones are kept
/// so that a late packet or a NACK finds the numbers that were in force.
/// </summary>
public sealed class SequenceMapper
{
    /// <summary>Segments that are kept: at first, and once packets are dropped all the time. The latter is two seconds of a dropped temporal layer.</summary>
    private const int FewRemembered = 16;
    private const int ManyRemembered = 64;

    private const long FirstCycle = 1 << 16;

    /// <summary>Between two frames of which the second is from before the first, in milliseconds.</summary>
    private const int SqueezedMs = 1;

    /// <summary>How far a source's clock may lead from the time that passed before it is taken for wrong, in milliseconds.</summary>
    private const int ClockToleranceMs = 500;

    /// <summary>Incoming numbers <paramref name="First"/> to <paramref name="Last"/> go out from <paramref name="Outgoing"/> on.</summary>
    private record struct Segment(int Source, long First, long Last, long Outgoing, uint TimestampOffset, PictureOffset Picture)
    {
        public readonly long LastOutgoing => Outgoing + Last - First;
    }

    /// <summary>The end of a segment: no more of its packets than half the sequence space, so that no number to come is taken for one of them.</summary>
    private readonly record struct Past(uint Last, uint TimestampOffset, ushort LastOutgoing, ushort Count, PictureOffset Picture, byte Source);

    private readonly int clockRate;
    private Segment current;
    private Past[]? past;
    private int closed;
    private bool started;
    private uint newestTimestamp;
    private Instant newestAt;

    /// <summary>What the offset would be if no frame were from before the last; and the source timestamp of the frame for which it is not.</summary>
    private uint naturalOffset;
    private uint squeezedTimestamp;
    private bool isSqueezed;

    /// <param name="firstSequence">The first number to go out.</param>
    /// <param name="clockRate">Timestamp units per second.</param>
    public SequenceMapper(ushort firstSequence, int clockRate)
    {
        this.clockRate = clockRate;
        current = new Segment(0, 0, -1, FirstCycle + firstSequence, 0, default);
    }

    /// <summary>Added to the source's timestamps now.</summary>
    public uint TimestampOffset => naturalOffset;

    /// <summary>The newest number that went out; of those before it each may be asked for by <see cref="TryReverse"/>.</summary>
    public ushort NewestOutgoing => (ushort)current.LastOutgoing;

    /// <summary>Extended sequence number of the source's newest packet that was mapped or left out.</summary>
    public long Newest => current.Last;

    /// <summary>Numbers a packet of the current source. The first one starts the stream.</summary>
    /// <param name="sequence">Extended sequence number of the source.</param>
    /// <returns>False for a packet from a stretch that was left out, or from too long ago: it must not be sent.</returns>
    public bool TryMap(Instant now, long sequence, uint timestamp, out MappedNumbers numbers)
    {
        if (!started)
            Start(sequence);
        if (sequence < current.First)
            return TryMapLate(sequence, timestamp, out numbers);
        if (isSqueezed && sequence > current.Last && timestamp != squeezedTimestamp)
            Unsqueeze(sequence, timestamp);
        numbers = new MappedNumbers((ushort)(current.Outgoing + sequence - current.First), timestamp + current.TimestampOffset, current.Picture);
        if (sequence > current.Last)
        {
            current.Last = sequence;
            newestTimestamp = numbers.Timestamp;
            newestAt = now;
        }
        return true;
    }

    /// <summary>Leaves one packet out: those after it close up. A packet older than one already sent keeps its number.</summary>
    /// <param name="pictures">How many picture numbers close up with it.</param>
    public void Drop(long sequence, int pictures = 0)
    {
        if (!started || sequence <= current.Last || sequence < current.First)
            return;
        var next = current with
        {
            First = sequence + 1,
            Last = sequence,
            Outgoing = current.Outgoing + sequence - current.First,
            Picture = current.Picture with { PictureId = (ushort)(current.Picture.PictureId - pictures) },
        };
        current.Last = sequence - 1;
        Replace(next, ManyRemembered);
    }

    /// <summary>Continues the same source at <paramref name="sequence"/>, closing the gap since the last packet sent. Timestamps show the time that passed.</summary>
    /// <param name="skipped">How many numbers are left out in its place; they are nobody's.</param>
    public void ResumeAt(long sequence, int skipped = 0)
    {
        if (started)
            Replace(current with { First = sequence, Last = sequence - 1, Outgoing = current.LastOutgoing + 1 + skipped }, FewRemembered);
    }

    /// <summary>
    /// Continues with another source at its packet <paramref name="sequence"/>, in number and in time. A frame from before the last one
    /// that was sent comes right after it, and those that follow fall into line.
    /// </summary>
    /// <param name="source">The caller's name for it, given back by <see cref="TryReverse"/>.</param>
    /// <param name="ahead">What turns the source's timestamps into those of the source before, if both clocks are known; otherwise the time that passed tells.</param>
    /// <param name="picture">Of the new source.</param>
    public void SwitchTo(Instant now, int source, long sequence, uint timestamp, uint? ahead = null, PictureOffset picture = default)
    {
        if (!started)
        {
            current.Source = source;
            return;
        }
        var expected = newestTimestamp + (uint)Math.Max(1, now.Since(newestAt) * clockRate / 1_000_000) - timestamp;
        var byClock = ahead is { } difference ? naturalOffset + difference : expected;
        var isCredible = Math.Abs(SequenceNumber.Distance(expected, byClock)) <= (long)clockRate * ClockToleranceMs / 1_000;
        naturalOffset = isCredible ? byClock : expected;
        Replace(new Segment(source, sequence, sequence - 1, current.LastOutgoing + 1, OffsetFor(timestamp), picture), FewRemembered);
    }

    /// <summary>Finds the packet that went out under a number, for a NACK.</summary>
    /// <returns>False if none did, or too long ago.</returns>
    public bool TryReverse(ushort outgoingSequence, out MappedPacket sent)
    {
        var outgoing = SequenceNumber.Extend(outgoingSequence, current.LastOutgoing);
        var sequence = current.First + outgoing - current.Outgoing;
        sent = new MappedPacket(current.Source, sequence, current.TimestampOffset, current.Picture);
        if (sequence >= current.First && sequence <= current.Last)
            return true;
        for (var age = 1; age <= Remembered; age++)
        {
            ref readonly var segment = ref Earlier(age);
            var back = (ushort)(segment.LastOutgoing - outgoingSequence);
            if (back >= segment.Count)
                continue;
            sent = new MappedPacket(segment.Source, LastOf(segment) - back, segment.TimestampOffset, segment.Picture);
            return true;
        }
        return false;
    }

    private int Remembered => past is null ? 0 : Math.Min(closed, past.Length);

    private bool TryMapLate(long sequence, uint timestamp, out MappedNumbers numbers)
    {
        for (var age = 1; age <= Remembered; age++)
        {
            ref readonly var segment = ref Earlier(age);
            var back = LastOf(segment) - sequence;
            if (segment.Source != (byte)current.Source || back < 0 || back >= segment.Count)
                continue;
            numbers = new MappedNumbers((ushort)(segment.LastOutgoing - back), timestamp + segment.TimestampOffset, segment.Picture);
            return true;
        }
        numbers = default;
        return false;
    }

    private void Start(long sequence)
    {
        started = true;
        current.First = sequence;
        current.Last = sequence - 1;
    }

    /// <summary>The offset for a frame that begins: the natural one, unless the frame would be from before the last.</summary>
    private uint OffsetFor(uint timestamp)
    {
        isSqueezed = !SequenceNumber.IsNewer(timestamp + naturalOffset, newestTimestamp);
        squeezedTimestamp = timestamp;
        return isSqueezed ? newestTimestamp + (uint)(clockRate / 1_000 * SqueezedMs) - timestamp : naturalOffset;
    }

    /// <summary>Another frame begins: the packets before it that are missing keep their numbers.</summary>
    private void Unsqueeze(long sequence, uint timestamp)
    {
        var next = current with
        {
            First = sequence,
            Last = sequence - 1,
            Outgoing = current.Outgoing + sequence - current.First,
            TimestampOffset = OffsetFor(timestamp),
        };
        current.Last = sequence - 1;
        Replace(next, ManyRemembered);
    }

    /// <summary>An empty segment leaves no trace.</summary>
    private void Replace(in Segment next, int remembered)
    {
        if (current.Last >= current.First)
            Remember(remembered);
        current = next;
    }

    private void Remember(int remembered)
    {
        if (past is null || past.Length < remembered)
            Grow(remembered);
        var count = (ushort)Math.Min(current.Last - current.First + 1, short.MaxValue);
        past![closed++ % past.Length] =
            new Past((uint)current.Last, current.TimestampOffset, (ushort)current.LastOutgoing, count, current.Picture, (byte)current.Source);
    }

    private void Grow(int remembered)
    {
        var grown = new Past[remembered];
        var kept = Remembered;
        for (var age = kept; age >= 1; age--)
            grown[kept - age] = Earlier(age);
        (past, closed) = (grown, kept);
    }

    private ref readonly Past Earlier(int age) => ref past![(closed - age) % past.Length];

    /// <summary>Sources are numbered apart, but none by more than 2³¹ packets within what is remembered.</summary>
    private long LastOf(in Past segment) => segment.Source == (byte)current.Source
        ? SequenceNumber.Extend(segment.Last, current.Last)
        : segment.Last;
}
