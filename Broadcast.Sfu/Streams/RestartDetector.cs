using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Tells a sender that began anew from a stray packet (RFC 3550 A.1): a number far from the last ones is not believed until the
/// next one follows it.
/// </summary>
/// <param name="maxMisorder">Packets further back than this are of no use to anyone.</param>
public struct RestartDetector(int maxMisorder)
{
    private const int MaxDropout = 3_000;

    private int expected = -1;
    private bool isExpected;

    /// <summary>How a packet relates to its stream.</summary>
    public enum Verdict
    {
        /// <summary>It belongs.</summary>
        Valid,

        /// <summary>It may be a stray, or the first of a restart: it is to be dropped.</summary>
        Doubtful,

        /// <summary>It follows a doubtful one: the stream begins anew with it.</summary>
        Restarted,
    }

    /// <summary>The sender is known to begin anew: with the next packet, whatever its number.</summary>
    public void Expect() => isExpected = true;

    /// <param name="sequenceNumber">Of the packet that came.</param>
    /// <param name="highest">Extended number of the newest packet so far; 0 before the first.</param>
    public Verdict Check(ushort sequenceNumber, long highest)
    {
        if (isExpected)
        {
            isExpected = false;
            return highest == 0 ? Verdict.Valid : Verdict.Restarted;
        }
        var distance = SequenceNumber.Distance((ushort)highest, sequenceNumber);
        if (highest == 0 || (distance < MaxDropout && distance > -maxMisorder))
        {
            expected = -1;
            return Verdict.Valid;
        }
        var follows = sequenceNumber == expected;
        expected = follows ? -1 : (ushort)(sequenceNumber + 1);
        return follows ? Verdict.Restarted : Verdict.Doubtful;
    }
}
