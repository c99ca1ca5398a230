using Broadcast.Recorder.Timing;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Tracks;

/// <summary>Gives the packets of one stream their session time, going through its pieces in order.</summary>
/// <param name="pieces">Of one SSRC.</param>
internal sealed class PieceCursor(IReadOnlyList<PieceClock> pieces)
{
    private int index = -1;
    private long lastTimestamp;

    /// <param name="sequence">Extended; not older than that of the call before.</param>
    public double TimeNs(long sequence, uint timestamp)
    {
        while (index < 0 || index + 1 < pieces.Count && pieces[index + 1].Piece.FirstSequence <= sequence)
            lastTimestamp = pieces[++index].Piece.FirstTimestamp;
        lastTimestamp = SequenceNumber.Extend(timestamp, lastTimestamp);
        return pieces[index].Clock.ToNs(lastTimestamp);
    }
}
