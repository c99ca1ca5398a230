using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Tracks;

/// <summary>How many packets of one SSRC there should be, by their sequence numbers, and how many there are.</summary>
internal sealed class StreamCount
{
    private long first = -1;
    private long last;

    public long Received { get; private set; }
    public long Expected => first < 0 ? 0 : last - first + 1;
    public long Missing => Math.Max(0, Expected - Received);

    /// <returns>The packet's extended sequence number.</returns>
    public long Add(ushort sequenceNumber)
    {
        // One cycle up, so that what was reordered before the first packet does not become negative.
        var sequence = first < 0 ? sequenceNumber + 0x1_0000L : SequenceNumber.Extend(sequenceNumber, last);
        first = first < 0 ? sequence : Math.Min(first, sequence);
        last = Math.Max(last, sequence);
        Received++;
        return sequence;
    }
}
