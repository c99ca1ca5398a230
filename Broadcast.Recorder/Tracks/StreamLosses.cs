namespace Broadcast.Recorder.Tracks;

/// <summary>Which packets of a stream are missing, and how many came later than their successors: retransmitted, or overtaken.</summary>
internal sealed class StreamLosses
{
    private readonly List<PacketGap> gaps = [];
    private long next = -1;

    /// <summary>What is missing now, by sequence number.</summary>
    public IReadOnlyList<PacketGap> Gaps => gaps;

    /// <summary>Packets that had been missing and came.</summary>
    public long Recovered { get; private set; }

    /// <param name="sequence">Extended.</param>
    /// <param name="ns">Session time of its arrival.</param>
    public void OnPacket(long sequence, double ns)
    {
        if (next < 0)
            next = sequence;
        if (sequence < next)
        {
            Fill(sequence);
            return;
        }
        if (sequence > next)
            gaps.Add(new PacketGap(next, sequence - 1, ns));
        next = sequence + 1;
    }

    private void Fill(long sequence)
    {
        var at = gaps.FindLastIndex(gap => gap.First <= sequence && sequence <= gap.Last);
        if (at < 0)
            return;
        var gap = gaps[at];
        gaps.RemoveAt(at);
        if (sequence < gap.Last)
            gaps.Insert(at, gap with { First = sequence + 1 });
        if (gap.First < sequence)
            gaps.Insert(at, gap with { Last = sequence - 1 });
        Recovered++;
    }
}
