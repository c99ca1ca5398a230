using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Swarm;

/// <summary>One RTP stream as a viewer sees it: what came, and whether its sequence numbers have holes.</summary>
internal sealed class ReceivedStream(uint ssrc)
{
    private long first = -1;

    public uint Ssrc { get; } = ssrc;
    public long HighestSequence { get; private set; }

    /// <summary>Packets, repeated ones too.</summary>
    public long Received { get; private set; }

    /// <summary>Sequence numbers skipped and never seen.</summary>
    public long Missing => Math.Max(0, HighestSequence - first + 1 - Received);

    public void Track(ushort sequenceNumber)
    {
        Received++;
        if (first < 0)
            first = HighestSequence = 0x1_0000 + sequenceNumber;
        else
            HighestSequence = Math.Max(HighestSequence, SequenceNumber.Extend(sequenceNumber, HighestSequence));
    }
}
