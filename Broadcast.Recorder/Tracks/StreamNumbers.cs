using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// The extended sequence numbers of one SSRC. A number from farther back than any late packet begins the stream anew: its publisher did,
/// or much of it was not recorded, being paused or another layer than the best.
/// </summary>
internal sealed class StreamNumbers
{
    /// <summary>More than a node keeps for retransmission.</summary>
    private const int MaxMisorder = 3_000;

    private SequenceExtender numbers;

    /// <param name="isAnew">Whether nothing is known of what came between the packets before and this one.</param>
    /// <returns>Higher than all before, unless the packet is a late one.</returns>
    public long Extend(ushort sequenceNumber, out bool isAnew)
    {
        isAnew = numbers.Highest != 0 && numbers.Highest - numbers.Peek(sequenceNumber) > MaxMisorder;
        return isAnew ? numbers.Restart(sequenceNumber) : numbers.Extend(sequenceNumber);
    }
}
